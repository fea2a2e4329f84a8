using SecurityKit.Mfa;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>A hash per code; a guess is taken and a code is spent by one script each. The server forgets a code when it expires.</summary>
internal sealed class RedisOneTimeCodeStore(RedisConnection connection, RedisKeyspace keyspace) : IOneTimeCodeStore
{
    internal const string Area = "mfa.code";

    private static readonly RedisScript Put = new(
        """
        redis.call('DEL', KEYS[1])
        redis.call('HSET', KEYS[1], 'hash', ARGV[1], 'guesses', ARGV[2], 'expires', ARGV[3])
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        return 1
        """);

    /// <summary>Ticks do not fit into Lua's numbers exactly, so that times of equal length are compared as text.</summary>
    private static readonly RedisScript TakeGuess = new(
        """
        local found = redis.call('HMGET', KEYS[1], 'hash', 'guesses', 'expires')
        if not found[1] or tonumber(found[2]) < 1 or found[3] <= ARGV[1] then return false end
        redis.call('HINCRBY', KEYS[1], 'guesses', -1)
        return found[1]
        """);

    private static readonly RedisScript Spend = new(
        """
        if redis.call('HGET', KEYS[1], 'hash') ~= ARGV[1] then return 0 end
        return redis.call('DEL', KEYS[1])
        """);

    public async ValueTask PutAsync(OneTimeCode code, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        var lifetime = Math.Max(1, (long)Math.Ceiling((code.ExpiresAt - now).TotalMilliseconds));
        await Put.RunAsync(
            connection, [KeyOf(code.Id)], [code.Hash, code.Guesses, TextOf(code.ExpiresAt), lifetime], cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<byte[]?> TryTakeGuessAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var result = await TakeGuess.RunAsync(connection, [KeyOf(id)], [TextOf(now)], cancellationToken).ConfigureAwait(false);
        return result.IsNull ? null : (byte[]?)result;
    }

    public async ValueTask<bool> TrySpendAsync(string id, byte[] hash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hash);
        var result = await Spend.RunAsync(connection, [KeyOf(id)], [hash], cancellationToken).ConfigureAwait(false);
        return (int)result == 1;
    }

    private static string TextOf(DateTimeOffset time) => time.UtcTicks.ToString("D19", System.Globalization.CultureInfo.InvariantCulture);

    private RedisKey KeyOf(string id) => keyspace.Key(Area, id);
}
