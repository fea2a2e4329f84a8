namespace SecurityKit.Crypto;

/// <summary>Which stored values are moved to the newest key, and where the run keeps how far it is.</summary>
public sealed record RewrapPlan
{
    /// <summary>Where the values are. Its purposes and associated data must be those the host encrypts with.</summary>
    public required IMigrationSource Source { get; init; }

    /// <summary>A folder of this source's own, for progress and reports.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>The ring whose keys the values are encrypted under.</summary>
    /// <value>Default: <see cref="KeyRingNames.Data"/>.</value>
    public string Ring { get; init; } = KeyRingNames.Data;

    /// <summary>How many values are replaced at once, 1 to 10,000.</summary>
    /// <value>Default: 200.</value>
    public int BatchSize { get; init; } = 200;

    /// <summary>Told after each batch.</summary>
    /// <value>Default: null.</value>
    public IProgress<MigrationProgress>? Progress { get; init; }
}
