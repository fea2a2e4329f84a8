namespace SecurityKit;

/// <summary>The order of the kit's start-up steps. A host's own steps may stand anywhere between.</summary>
public static class StartupOrder
{
    /// <summary>Connections are made and the schema of the stores is brought up to date.</summary>
    public const int Stores = 100;

    /// <summary>The key rings are loaded; the stores are ready by then.</summary>
    public const int Keys = 200;

    /// <summary>Everything that needs stores and keys.</summary>
    public const int Services = 300;
}
