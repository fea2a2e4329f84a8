namespace SecurityKit.Crypto;

/// <summary>What is migrated, from what, and where the migration keeps its backup.</summary>
public sealed record MigrationPlan
{
    /// <summary>Where the values are.</summary>
    public required IMigrationSource Source { get; init; }

    /// <summary>The formats they may be in.</summary>
    public required IReadOnlyList<ILegacyFormat> Formats { get; init; }

    /// <summary>A folder of this migration's own: encrypted backups, progress and reports. Keep it until the migration will not be rolled back any more.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>How many values are replaced at once, 1 to 10,000.</summary>
    /// <value>Default: 200.</value>
    public int BatchSize { get; init; } = 200;

    /// <summary>Told after each batch.</summary>
    /// <value>Default: null.</value>
    public IProgress<MigrationProgress>? Progress { get; init; }
}
