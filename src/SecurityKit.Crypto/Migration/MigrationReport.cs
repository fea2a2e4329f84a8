using System.Text.Json;

namespace SecurityKit.Crypto;

/// <summary>What a run did and found. Also written to the work folder as JSON.</summary>
public sealed record MigrationReport
{
    /// <summary>The migration; the same for all runs in one work folder.</summary>
    public required Guid MigrationId { get; init; }

    /// <summary>What was asked for: <c>dryRun</c>, <c>migrate</c>, <c>verify</c> or <c>rollBack</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The source's name.</summary>
    public required string Source { get; init; }

    /// <summary>When this run began, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>Whether nothing is left to do and nothing is unreadable.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>Values seen at the end.</summary>
    public long Examined { get; init; }

    /// <summary>Of these, in the kit's envelope and readable.</summary>
    public long Current { get; init; }

    /// <summary>Of these, still in an earlier format and readable, by format.</summary>
    public IReadOnlyDictionary<string, long> Remaining { get; init; } = new Dictionary<string, long>();

    /// <summary>Of these, of no known form or not to be decrypted.</summary>
    public long UnreadableCount { get; init; }

    /// <summary>Ids of these, at most 1,000.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    /// <summary>Values replaced, earlier runs of this migration included.</summary>
    public long Replaced { get; init; }

    /// <summary>Values that were backed up and hold the same data now.</summary>
    public long SameAsBackup { get; init; }

    /// <summary>Values that were backed up and have been given other data by the host since.</summary>
    public long ChangedSinceBackup { get; init; }

    /// <summary>Values that were backed up and are gone.</summary>
    public long GoneSinceBackup { get; init; }

    /// <summary>The backups, one per pass over the source.</summary>
    public IReadOnlyList<MigrationBackupInfo> Backups { get; init; } = [];

    /// <summary>The report as JSON, indented.</summary>
    /// <returns>The text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, MigrationJson.Default.MigrationReport);
}
