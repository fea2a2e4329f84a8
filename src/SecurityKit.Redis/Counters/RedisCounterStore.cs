using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>A list of times per counter, oldest first, in microseconds of the server's clock. One round trip per call.</summary>
internal sealed class RedisCounterStore(RedisConnection connection, RedisKeyspace keyspace) : ICounterStore
{
    internal const string Area = "counter";

    private static readonly RedisScript Take = new(
        """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000000 + clock[2]
        local limit, window, permits = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local oldest = redis.call('LINDEX', KEYS[1], 0)
        while oldest and tonumber(oldest) + window <= now do
          redis.call('LPOP', KEYS[1])
          oldest = redis.call('LINDEX', KEYS[1], 0)
        end
        local count = redis.call('LLEN', KEYS[1])
        local free = limit - count
        if permits > free then
          local wait = window
          if permits <= limit then
            wait = tonumber(redis.call('LINDEX', KEYS[1], count + permits - limit - 1)) + window - now
          end
          return {0, math.max(free, 0), wait}
        end
        if permits > 0 then
          local text = string.format('%.0f', now)
          for i = 1, permits do redis.call('RPUSH', KEYS[1], text) end
          redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000))
        end
        return {1, free - permits, 0}
        """);

    public async ValueTask<CounterDecision> TryTakeAsync(CounterKey key, CounterLimit limit, int permits, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        var window = Math.Max(1, limit.Window.Ticks / TimeSpan.TicksPerMicrosecond);
        var result = await Take.RunAsync(connection, [KeyOf(key)], [limit.Permits, window, permits], cancellationToken).ConfigureAwait(false);
        var answer = (RedisValue[])result!;
        return new CounterDecision((int)answer[0] == 1, (int)answer[1], TimeSpan.FromMicroseconds((long)answer[2]));
    }

    public async ValueTask GiveBackAsync(CounterKey key, int permits, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        await connection.ExecuteAsync(
            static async (database, s) =>
            {
                await database.ListTrimAsync(s.key, 0, -1L - s.permits).ConfigureAwait(false);
                return true;
            },
            (key: KeyOf(key), permits),
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask ResetAsync(CounterKey key, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(static (database, k) => database.KeyDeleteAsync(k), KeyOf(key), cancellationToken).ConfigureAwait(false);

    private RedisKey KeyOf(CounterKey key) => keyspace.Key(Area, key.ToString());
}
