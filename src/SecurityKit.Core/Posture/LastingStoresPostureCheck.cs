namespace SecurityKit;

/// <summary>Does what the kit must remember outlive this process?</summary>
internal sealed class LastingStoresPostureCheck(IServiceProvider services, StoreRegistry registry) : IPostureCheck
{
    private const int HighWeight = 8;

    public string Id => "core.stores.lasting";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var all = registry.StoreTypes;
        var inMemory = all.Where(type => services.GetService(type) is IVolatileStore).Select(type => type.Name).Order(StringComparer.Ordinal).ToArray();
        var status = inMemory.Length == 0 ? PostureStatus.Passed : inMemory.Length < all.Count ? PostureStatus.Partial : PostureStatus.Failed;
        return ValueTask.FromResult(new PostureFinding(
            Id,
            "Security state outlives a restart.",
            status,
            inMemory.Length == 0 ? $"All {all.Count} stores are kept outside this process." : $"{inMemory.Length} of {all.Count} stores are in memory: {string.Join(", ", inMemory)}.",
            inMemory.Length == 0 ? string.Empty : "Add .UseSqlite(\"Data Source=security.db\") or .UsePostgreSql(...).",
            HighWeight));
    }
}
