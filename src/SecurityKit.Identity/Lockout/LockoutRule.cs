namespace SecurityKit.Identity;

/// <summary>
/// When wrong passwords lock. The first lock lasts <paramref name="FirstLockout"/>, each further one twice as long as the one before,
/// up to <paramref name="MaxLockout"/>; after <paramref name="MaxLockout"/> without a failure everything is forgotten.
/// </summary>
/// <param name="MaxFailures">How many failures inside <paramref name="Window"/> lock; 1 or more.</param>
/// <param name="Window">How long failures add up.</param>
/// <param name="FirstLockout">How long the first lock lasts.</param>
/// <param name="MaxLockout">How long the longest lock lasts.</param>
/// <param name="MaxFailuresPerDay">How many failures in 24 hours lock for what is left of them, however slowly they come.</param>
public sealed record LockoutRule(
    int MaxFailures, TimeSpan Window, TimeSpan FirstLockout, TimeSpan MaxLockout, int MaxFailuresPerDay)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>
    /// Counts one attempt as failed before it is made, so that parallel guesses cannot outrun the count; a right password clears it.
    /// Pure: stores call it inside their atomic step and keep the state it returns.
    /// </summary>
    /// <param name="state">What is kept; <see langword="null"/> when nothing is.</param>
    /// <param name="now">The present, UTC.</param>
    /// <returns>The decision, and the state to keep; the state is <see langword="null"/> when it stays as it is.</returns>
    public (LockoutDecision Decision, LockoutState? Next) Begin(LockoutState? state, DateTimeOffset now)
    {
        if (state is not null && state.LockedUntil > now)
        {
            return (new LockoutDecision(false, false, state.LockedUntil - now), null);
        }

        var fresh = state is null || now - state.LastFailureAt >= MaxLockout;
        var next = fresh ? new LockoutState(0, now, 0, now, 0, now, now) : state! with { LastFailureAt = now };
        next = now - next.WindowStart >= Window ? next with { Failures = 0, WindowStart = now } : next;
        next = now - next.DayStart >= Day ? next with { DayFailures = 0, DayStart = now } : next;
        next = next with { Failures = next.Failures + 1, DayFailures = next.DayFailures + 1 };
        var locked = Lock(next, now);
        return (new LockoutDecision(true, locked.LockedUntil > now, TimeSpan.Zero), locked);
    }

    private LockoutState Lock(LockoutState state, DateTimeOffset now)
    {
        if (state.Failures >= MaxFailures)
        {
            var until = now + DurationOf(state.Locks);
            state = state with { Failures = 0, Locks = state.Locks + 1, LockedUntil = until };
        }

        var dayIsUsedUp = state.DayFailures >= MaxFailuresPerDay;
        var endOfDay = state.DayStart + Day;
        return dayIsUsedUp && endOfDay > state.LockedUntil ? state with { LockedUntil = endOfDay } : state;
    }

    private TimeSpan DurationOf(int locks)
    {
        var duration = FirstLockout;
        for (var i = 0; i < locks && duration < MaxLockout; i++)
        {
            duration *= 2;
        }

        return duration < MaxLockout ? duration : MaxLockout;
    }
}
