using System.Collections.Concurrent;

namespace SecurityKit;

/// <summary>Keeps a time per taken permit. Counters whose window has passed are dropped as others are used.</summary>
internal sealed class InMemoryCounterStore(TimeProvider clock) : ICounterStore, IVolatileStore
{
    private const int TakesBetweenSweeps = 1024;

    private readonly ConcurrentDictionary<CounterKey, Counter> _counters = new();
    private int _takes;

    internal int Count => _counters.Count;

    public ValueTask<CounterDecision> TryTakeAsync(CounterKey key, CounterLimit limit, int permits, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        cancellationToken.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow();
        if (Interlocked.Increment(ref _takes) % TakesBetweenSweeps == 0)
        {
            Sweep(now);
        }

        while (true)
        {
            var counter = _counters.GetOrAdd(key, static _ => new Counter());
            lock (counter)
            {
                if (!counter.IsDropped)
                {
                    return ValueTask.FromResult(counter.TryTake(limit, permits, now));
                }
            }
        }
    }

    public ValueTask GiveBackAsync(CounterKey key, int permits, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        if (_counters.TryGetValue(key, out var counter))
        {
            lock (counter)
            {
                counter.GiveBack(permits);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask ResetAsync(CounterKey key, CancellationToken cancellationToken)
    {
        if (_counters.TryRemove(key, out var counter))
        {
            lock (counter)
            {
                counter.IsDropped = true;
            }
        }

        return ValueTask.CompletedTask;
    }

    private void Sweep(DateTimeOffset now)
    {
        foreach (var (key, counter) in _counters)
        {
            lock (counter)
            {
                if (counter.IsOver(now))
                {
                    counter.IsDropped = true;
                    _counters.TryRemove(KeyValuePair.Create(key, counter));
                }
            }
        }
    }

    private sealed class Counter
    {
        private readonly List<DateTimeOffset> _taken = [];
        private DateTimeOffset _overAt;

        internal bool IsDropped { get; set; }

        internal bool IsOver(DateTimeOffset now) => _overAt <= now;

        internal CounterDecision TryTake(CounterLimit limit, int permits, DateTimeOffset now)
        {
            _taken.RemoveAll(time => time + limit.Window <= now);
            var free = limit.Permits - _taken.Count;
            if (permits > free)
            {
                return new CounterDecision(false, Math.Max(free, 0), RetryAfter(limit, permits, now));
            }

            _taken.AddRange(Enumerable.Repeat(now, permits));
            _overAt = now + limit.Window;
            return new CounterDecision(true, free - permits, TimeSpan.Zero);
        }

        internal void GiveBack(int permits)
        {
            var count = Math.Min(permits, _taken.Count);
            _taken.RemoveRange(_taken.Count - count, count);
        }

        private TimeSpan RetryAfter(CounterLimit limit, int permits, DateTimeOffset now)
        {
            if (permits > limit.Permits)
            {
                return limit.Window;
            }

            var mustFree = _taken.Count + permits - limit.Permits;
            return _taken[mustFree - 1] + limit.Window - now;
        }
    }
}
