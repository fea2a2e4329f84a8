using System.Buffers.Binary;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>The times of taken permits, oldest first, in microseconds since 1970; kept as 8 bytes each, little-endian.</summary>
internal sealed class CounterTimes
{
    private readonly List<long> _times;

    private CounterTimes(List<long> times) => _times = times;

    internal int Count => _times.Count;

    internal static CounterTimes Read(ReadOnlySpan<byte> bytes)
    {
        var times = new List<long>(bytes.Length / sizeof(long));
        for (; bytes.Length >= sizeof(long); bytes = bytes[sizeof(long)..])
        {
            times.Add(BinaryPrimitives.ReadInt64LittleEndian(bytes));
        }

        return new CounterTimes(times);
    }

    internal byte[] Write()
    {
        var bytes = new byte[_times.Count * sizeof(long)];
        for (var i = 0; i < _times.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), _times[i]);
        }

        return bytes;
    }

    internal CounterTimes Shifted(long microseconds) => new([.. _times.Select(time => time + microseconds)]);

    internal CounterDecision TryTake(CounterLimit limit, int permits, long now)
    {
        var window = DatabaseClock.FromSpan(limit.Window);
        _times.RemoveAll(time => time + window <= now);
        var free = limit.Permits - _times.Count;
        if (permits > free)
        {
            return new CounterDecision(false, Math.Max(free, 0), RetryAfter(limit, permits, now));
        }

        _times.AddRange(Enumerable.Repeat(now, permits));
        return new CounterDecision(true, free - permits, TimeSpan.Zero);
    }

    internal void GiveBack(int permits)
    {
        var count = Math.Min(permits, _times.Count);
        _times.RemoveRange(_times.Count - count, count);
    }

    private TimeSpan RetryAfter(CounterLimit limit, int permits, long now)
    {
        if (permits > limit.Permits)
        {
            return limit.Window;
        }

        var mustFree = _times.Count + permits - limit.Permits;
        return TimeSpan.FromMicroseconds(_times[mustFree - 1] + DatabaseClock.FromSpan(limit.Window) - now);
    }
}
