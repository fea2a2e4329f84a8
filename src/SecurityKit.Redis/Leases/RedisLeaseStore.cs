using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>
/// A hash per lease: owner, token, end. Tokens follow the server's clock, so that they rise even across a restart that lost everything;
/// the last one is remembered for a day beyond the lease's end, in case the clock is set back.
/// </summary>
internal sealed class RedisLeaseStore(RedisConnection connection, RedisKeyspace keyspace) : ILeaseStore
{
    internal const string Area = "lease";

    private static readonly RedisScript Acquire = new(
        """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000000 + clock[2]
        local owner, duration = ARGV[1], tonumber(ARGV[2])
        local present = redis.call('HMGET', KEYS[1], 'owner', 'token', 'end')
        local last = tonumber(present[2] or '0')
        local held = tonumber(present[3] or '0') > now
        if held and present[1] ~= owner then return false end
        local token = last
        if not held then token = math.max(last + 1, now) end
        local finish = now + duration
        redis.call('HSET', KEYS[1], 'owner', owner, 'token', string.format('%.0f', token), 'end', string.format('%.0f', finish))
        redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(duration / 1000) + 86400000))
        return {token, finish}
        """);

    private static readonly RedisScript Release = new(
        """
        local present = redis.call('HMGET', KEYS[1], 'owner', 'token')
        if present[1] == ARGV[1] and present[2] == ARGV[2] then redis.call('HSET', KEYS[1], 'end', '0') end
        return 1
        """);

    public async ValueTask<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        var microseconds = Math.Max(1, duration.Ticks / TimeSpan.TicksPerMicrosecond);
        var result = await Acquire.RunAsync(connection, [keyspace.Key(Area, name)], [owner, microseconds], cancellationToken).ConfigureAwait(false);
        if (result.IsNull)
        {
            return null;
        }

        var answer = (RedisValue[])result!;
        return new Lease(name, owner, (long)answer[0], DateTimeOffset.UnixEpoch.AddTicks((long)answer[1] * TimeSpan.TicksPerMicrosecond));
    }

    public async ValueTask ReleaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        await Release.RunAsync(connection, [keyspace.Key(Area, lease.Name)], [lease.Owner, lease.FencingToken], cancellationToken)
            .ConfigureAwait(false);
    }
}
