namespace SecurityKit.Crypto;

/// <summary>How far a migration has come; written after every batch, so that a process that was killed goes on from there.</summary>
internal sealed record MigrationState
{
    public required Guid MigrationId { get; init; }

    public required string Source { get; init; }

    public MigrationPhase Phase { get; init; }

    /// <summary>Which pass over the source, from 1. A further pass takes up what the host wrote in the earlier format meanwhile.</summary>
    public int Pass { get; init; } = 1;

    /// <summary>How many records of the pass's backup are done.</summary>
    public long Position { get; init; }

    public long Replaced { get; init; }

    public IReadOnlyList<MigrationBackupInfo> Backups { get; init; } = [];
}
