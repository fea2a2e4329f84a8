namespace SecurityKit.Identity;

/// <summary>What is kept of failed sign-ins under one key. Times are UTC.</summary>
/// <param name="Failures">Failures since <paramref name="WindowStart"/>.</param>
/// <param name="WindowStart">When the present window began.</param>
/// <param name="DayFailures">Failures since <paramref name="DayStart"/>.</param>
/// <param name="DayStart">When the present 24 hours began.</param>
/// <param name="Locks">How many locks there were since the last right password.</param>
/// <param name="LockedUntil">When the present or last lock ends.</param>
/// <param name="LastFailureAt">When an attempt was last counted.</param>
public sealed record LockoutState(
    int Failures, DateTimeOffset WindowStart, int DayFailures, DateTimeOffset DayStart, int Locks, DateTimeOffset LockedUntil,
    DateTimeOffset LastFailureAt);
