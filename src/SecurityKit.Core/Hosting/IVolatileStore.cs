namespace SecurityKit;

/// <summary>Marks a store that lives in one process's memory. In production the start is refused while one is in use; see <see cref="SecurityKitOptions.AllowVolatileStoresInProduction"/>.</summary>
public interface IVolatileStore;
