namespace SecurityKit.Sessions;

/// <summary>The sessions of all subjects: what there is now, and what happened in a period.</summary>
public sealed record SessionStatistics
{
    /// <summary>When it was counted, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The beginning of the period, UTC, a full hour.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>How many sessions are live or can be renewed.</summary>
    public required long Active { get; init; }

    /// <summary>The most frequent devices among them, the most frequent first.</summary>
    public required IReadOnlyList<SessionGroup> Devices { get; init; }

    /// <summary>The most frequent networks among them, the most frequent first.</summary>
    public required IReadOnlyList<SessionGroup> Networks { get; init; }

    /// <summary>How many sessions were started in the period.</summary>
    public required long Created { get; init; }

    /// <summary>How many sign-ins got no session in the period: over the limit, too suspicious, or revoked meanwhile.</summary>
    public required long Refused { get; init; }

    /// <summary>How many sessions were ended before their time in the period, by reason; <c>other</c> for a host's own reasons. Time-outs end sessions unseen and are not in it.</summary>
    public required IReadOnlyDictionary<string, long> Revoked { get; init; }

    /// <summary>Sessions started per hour, over the period.</summary>
    public required double CreatedPerHour { get; init; }

    /// <summary>Sessions ended before their time per hour, over the period.</summary>
    public required double RevokedPerHour { get; init; }

    /// <summary>How long sessions had lasted that were ended before their time, on average; null when there were none.</summary>
    public required TimeSpan? MeanDuration { get; init; }

    /// <summary>The same in classes, the shortest first.</summary>
    public required IReadOnlyList<SessionDurationClass> Durations { get; init; }
}
