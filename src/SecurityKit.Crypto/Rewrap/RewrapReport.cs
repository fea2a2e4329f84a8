using System.Text.Json;

namespace SecurityKit.Crypto;

/// <summary>What is left below which version. Also written to the work folder as JSON. Holds ids, never values.</summary>
public sealed record RewrapReport
{
    /// <summary>What was asked for: <c>rewrap</c>, <c>dryRun</c> or <c>count</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The source's name.</summary>
    public required string Source { get; init; }

    /// <summary>The ring.</summary>
    public required string Ring { get; init; }

    /// <summary>The version of the ring's active key when the run began.</summary>
    public required int Version { get; init; }

    /// <summary>When the run began, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>Whether nothing is left below the version, and nothing is of an unknown key or form. For a dry run: whether a run would come to that.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>Values seen at the end.</summary>
    public long Examined { get; init; }

    /// <summary>Of these, those under a key below <see cref="Version"/>.</summary>
    public long BelowVersion { get; init; }

    /// <summary>Values by the version of their key.</summary>
    public IReadOnlyDictionary<int, long> ByVersion { get; init; } = new Dictionary<int, long>();

    /// <summary>Of those below, the ones that do not decrypt: changed, of another purpose or place, or their key is gone. Null when none was tried.</summary>
    public long? Unreadable { get; init; }

    /// <summary>Of those below, values of the stream format.</summary>
    public long Streams { get; init; }

    /// <summary>Envelopes of a key that the ring does not know.</summary>
    public long UnknownKey { get; init; }

    /// <summary>Values that are no envelope of the kit.</summary>
    public long UnknownForm { get; init; }

    /// <summary>Ids of values that stand in the way of success, at most 1,000.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>Values that were moved, also before the run was cut short and taken up again; those of the batch in which that happened may be missing.</summary>
    public long Rewrapped { get; init; }

    /// <summary>Of <see cref="Rewrapped"/>, values of the stream format.</summary>
    public long RewrappedStreams { get; init; }

    /// <summary>The report in one sentence: 'n below version v'.</summary>
    /// <returns>The sentence.</returns>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{BelowVersion} below version {Version} of the ring '{Ring}' in {Source}");

    /// <summary>The report as JSON, indented.</summary>
    /// <returns>The text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, MigrationJson.Default.RewrapReport);
}
