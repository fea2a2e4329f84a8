using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>
/// Reads strings, and sends what many callers ask for at once as one command: while a read is under way, those that come meanwhile wait for its
/// answer and then go together. One caller alone is not delayed, and every read is sent after it was asked for, so that none is older than its
/// question. On Redis Cluster, where keys live on several nodes, each read goes by itself. Thread-safe.
/// </summary>
/// <remarks>
/// Callers that go together share the outcome: if the command fails, all of them hear so. One that waited for the read before it waits at most
/// twice the limit of an operation.
/// </remarks>
internal sealed class RedisReads(RedisConnection connection)
{
    private const int MaxTogether = 128;
    private const int MaxUnderWay = 2;

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = new();
    private int _underWay;

    /// <summary>Reads one string.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The value; null when there is none.</returns>
    /// <exception cref="StoreUnavailableException">Redis did not answer in time or cannot serve.</exception>
    internal ValueTask<RedisValue> GetAsync(RedisKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TryJoin(key) is not { } waiting)
        {
            return GetAloneAsync(key, cancellationToken);
        }

        return new ValueTask<RedisValue>(cancellationToken.CanBeCanceled ? waiting.Task.WaitAsync(cancellationToken) : waiting.Task);
    }

    /// <summary>Joins those that wait; null when the read may go at once.</summary>
    private Waiting? TryJoin(RedisKey key)
    {
        lock (_gate)
        {
            if (_underWay < MaxUnderWay)
            {
                _underWay++;
                return null;
            }

            var waiting = new Waiting(key);
            _waiting.Enqueue(waiting);
            return waiting;
        }
    }

    private async ValueTask<RedisValue> GetAloneAsync(RedisKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.ExecuteAsync(static (database, k) => database.StringGetAsync(k), key, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            SendNext();
        }
    }

    /// <summary>Sends what has gathered, in place of the read that is done.</summary>
    private void SendNext()
    {
        if (TakeNext() is { } together)
        {
            _ = SendAsync(together);
        }
    }

    /// <summary>Takes those off who waited longest; null when nobody waits.</summary>
    private Waiting[]? TakeNext()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _underWay--;
                return null;
            }

            var together = new Waiting[Math.Min(_waiting.Count, MaxTogether)];
            for (var i = 0; i < together.Length; i++)
            {
                together[i] = _waiting.Dequeue();
            }

            return together;
        }
    }

    private async Task SendAsync(Waiting[] together)
    {
        RedisValue[]? values = null;
        Exception? failure = null;
        try
        {
            values = await ReadAsync(Array.ConvertAll(together, static waiting => waiting.Key)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        SendNext();
        for (var i = 0; i < together.Length; i++)
        {
            if (values is not null)
            {
                together[i].SetResult(values[i]);
                continue;
            }

            together[i].SetException(failure!);

            // A caller that was cancelled does not look any more: the exception counts as observed.
            _ = together[i].Task.Exception;
        }
    }

    private async ValueTask<RedisValue[]> ReadAsync(RedisKey[] keys)
    {
        if (!connection.IsCluster)
        {
            try
            {
                return await connection.ExecuteAsync(static (database, k) => database.StringGetAsync(k), keys, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is RedisCommandException or RedisServerException)
            {
                // A cluster that was not yet known to be one does not take keys of several slots.
            }
        }

        return await connection.ExecuteAsync(
            static (database, k) => Task.WhenAll(k.Select(key => database.StringGetAsync(key))), keys, CancellationToken.None).ConfigureAwait(false);
    }

    private sealed class Waiting(RedisKey key) : TaskCompletionSource<RedisValue>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        internal RedisKey Key { get; } = key;
    }
}
