namespace SecurityKit.Crypto;

/// <summary>
/// The time for readers that ask at every operation and can wait a second to hear that somebody set the system's clock. Between two looks at that clock
/// it goes on by the tick counter, whose reading costs a seventh. Any other <see cref="TimeProvider"/> is asked each time. Thread-safe.
/// </summary>
internal sealed class FrequentClock(TimeProvider clock)
{
    private const long MillisecondsBetweenLooks = 1000;

    private readonly bool _isSystem = ReferenceEquals(clock, TimeProvider.System);
    private long _ticksAtCounterZero;
    private long _nextLook = long.MinValue;

    /// <summary>UTC, in ticks of 100 ns; behind by a few milliseconds at most while the clock runs evenly.</summary>
    internal long UtcTicks
    {
        get
        {
            if (!_isSystem)
            {
                return clock.GetUtcNow().UtcTicks;
            }

            var counter = Environment.TickCount64;
            if (counter >= Volatile.Read(ref _nextLook))
            {
                Volatile.Write(ref _ticksAtCounterZero, clock.GetUtcNow().UtcTicks - (counter * TimeSpan.TicksPerMillisecond));
                Volatile.Write(ref _nextLook, counter + MillisecondsBetweenLooks);
            }

            return Volatile.Read(ref _ticksAtCounterZero) + (counter * TimeSpan.TicksPerMillisecond);
        }
    }
}
