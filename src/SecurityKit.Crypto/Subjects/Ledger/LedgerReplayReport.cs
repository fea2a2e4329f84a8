using System.Text.Json;

namespace SecurityKit.Crypto;

/// <summary>What came of applying a ledger.</summary>
public sealed record LedgerReplayReport
{
    /// <summary>When it ended, UTC.</summary>
    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>Authentic entries that were read.</summary>
    public required long Entries { get; init; }

    /// <summary>Of these, erasures that the key store did not know, and knows now.</summary>
    public required long Applied { get; init; }

    /// <summary>Live keys that were destroyed by it.</summary>
    public required long KeysDestroyed { get; init; }

    /// <summary>How many lines were not authentic, or no line of a ledger at all.</summary>
    public required long RefusedCount { get; init; }

    /// <summary>The numbers of these lines, from 1; at most 1,000.</summary>
    public required IReadOnlyList<long> RefusedLines { get; init; }

    /// <summary>Whether it was an exported ledger with everything in it. A journal has no end and is never whole.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>The report as JSON, indented.</summary>
    /// <returns>The text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, ErasureJson.Default.LedgerReplayReport);
}
