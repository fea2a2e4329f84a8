namespace SecurityKit.Crypto;

/// <summary>How far a rewrap has come; written after every batch, so that a process that was killed goes on from there.</summary>
internal sealed record RewrapState
{
    public required string Source { get; init; }

    public required string Ring { get; init; }

    /// <summary>The version the run began with. When a newer key has taken over since, everything is looked at again.</summary>
    public required int Version { get; init; }

    /// <summary>The id up to which the values are done; null at the beginning of a pass.</summary>
    public string? After { get; init; }

    public long Rewrapped { get; init; }

    public long RewrappedStreams { get; init; }

    public bool IsDone { get; init; }
}
