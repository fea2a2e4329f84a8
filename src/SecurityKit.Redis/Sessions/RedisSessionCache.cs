using System.Collections.Concurrent;
using SecurityKit.Sessions;

namespace SecurityKit.Redis;

/// <summary>
/// Remembers what stored bytes mean, so that a session that is read again unchanged is not parsed again. The bytes come from the server every time
/// and decide: nothing about a session is answered from here. Two generations, bounded, no lock.
/// </summary>
internal sealed class RedisSessionCache
{
    private const int GenerationSize = 4096;

    private volatile Generations _generations = new(new(), new());

    /// <summary>Null when the session is not there.</summary>
    internal RedisSessionRecord? Read(SessionId id, byte[]? value)
    {
        if (value is null)
        {
            return null;
        }

        var generations = _generations;
        if ((generations.Young.TryGetValue(id, out var known) || generations.Old.TryGetValue(id, out known)) && known.Value.AsSpan().SequenceEqual(value))
        {
            return known.Record;
        }

        var record = RedisSessionRecord.Read(id, value)!;
        if (generations.Young.Count >= GenerationSize)
        {
            var next = new Generations(new(), generations.Young);
            generations = Interlocked.CompareExchange(ref _generations, next, generations) == generations ? next : _generations;
        }

        generations.Young[id] = new Known(value, record);
        return record;
    }

    private sealed record Known(byte[] Value, RedisSessionRecord Record);

    private sealed record Generations(ConcurrentDictionary<SessionId, Known> Young, ConcurrentDictionary<SessionId, Known> Old);
}
