namespace SecurityKit.Sessions;

/// <summary>The sessions of one subject.</summary>
/// <param name="Active">How many are live or can be renewed.</param>
/// <param name="Devices">On which devices, the most frequent first.</param>
/// <param name="Networks">From which networks, the most frequent first.</param>
/// <param name="OldestCreatedAt">When the oldest was started, UTC; null when there is none.</param>
/// <param name="LastSeenAt">When one was last used, UTC; null when there is none.</param>
public sealed record SubjectSessionStatistics(
    int Active, IReadOnlyList<SessionGroup> Devices, IReadOnlyList<SessionGroup> Networks, DateTimeOffset? OldestCreatedAt, DateTimeOffset? LastSeenAt);
