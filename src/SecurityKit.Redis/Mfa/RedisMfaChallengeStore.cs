using System.Text.Json;
using SecurityKit.Mfa;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>
/// A hash per challenge, completed by deleting it. Removing all of a subject's notes the server's time under the subject; challenges made
/// before it are void. The note lives longer than any challenge, so no index of challenges is needed.
/// </summary>
internal sealed class RedisMfaChallengeStore(RedisConnection connection, RedisKeyspace keyspace) : IMfaChallengeStore
{
    internal const string Area = "mfa.challenge";
    internal const string RemovalArea = "mfa.challenge.removed";

    /// <summary>Longer than the longest lifetime a challenge may have (30 minutes).</summary>
    private const int RemovalSeconds = 3600;

    private static readonly RedisScript Add = new(
        """
        local clock = redis.call('TIME')
        redis.call('HSET', KEYS[1], 'subject', ARGV[1], 'factors', ARGV[2], 'expires', ARGV[3],
          'made', string.format('%.0f', clock[1] * 1000000 + clock[2]))
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        return 1
        """);

    private static readonly RedisScript Find = new("return redis.call('HMGET', KEYS[1], 'subject', 'factors', 'expires', 'made')");

    private static readonly RedisScript Complete = new(
        """
        local found = redis.call('HMGET', KEYS[1], 'subject', 'factors', 'expires', 'made')
        redis.call('DEL', KEYS[1])
        return found
        """);

    private static readonly RedisScript Remove = new(
        """
        local clock = redis.call('TIME')
        redis.call('SET', KEYS[1], string.format('%.0f', clock[1] * 1000000 + clock[2]), 'EX', ARGV[1])
        return 1
        """);

    public async ValueTask AddAsync(StoredMfaChallenge challenge, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        var lifetime = Math.Max(1, (long)Math.Ceiling((challenge.ExpiresAt - now).TotalMilliseconds));
        await Add.RunAsync(
            connection, [KeyOf(challenge.TokenHash)],
            [challenge.Subject, JsonSerializer.Serialize([.. challenge.Factors], ChallengeFactorsJson.Default.AuthenticationFactorArray), challenge.ExpiresAt.UtcTicks, lifetime], cancellationToken)
            .ConfigureAwait(false);
    }

    public async ValueTask<StoredMfaChallenge?> FindAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var result = await Find.RunAsync(connection, [KeyOf(tokenHash)], [], cancellationToken).ConfigureAwait(false);
        return await ReadAsync((RedisValue[])result!, tokenHash, now, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> TryCompleteAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var result = await Complete.RunAsync(connection, [KeyOf(tokenHash)], [], cancellationToken).ConfigureAwait(false);
        return await ReadAsync((RedisValue[])result!, tokenHash, now, cancellationToken).ConfigureAwait(false) is not null;
    }

    public async ValueTask RemoveAllAsync(string subject, CancellationToken cancellationToken) =>
        await Remove.RunAsync(connection, [RemovalKeyOf(subject)], [RemovalSeconds], cancellationToken).ConfigureAwait(false);

    private async ValueTask<StoredMfaChallenge?> ReadAsync(
        RedisValue[] fields, byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (fields[0].IsNull)
        {
            return null;
        }

        var challenge = new StoredMfaChallenge(
            tokenHash, (string)fields[0]!, JsonSerializer.Deserialize((string)fields[1]!, ChallengeFactorsJson.Default.AuthenticationFactorArray)!,
            new DateTimeOffset((long)fields[2], TimeSpan.Zero));
        if (challenge.ExpiresAt <= now)
        {
            return null;
        }

        var removedAt = await connection.ExecuteAsync(
            static (database, key) => database.StringGetAsync(key), RemovalKeyOf(challenge.Subject), cancellationToken).ConfigureAwait(false);
        return removedAt.IsNull || (long)removedAt < (long)fields[3] ? challenge : null;
    }

    private RedisKey KeyOf(byte[] tokenHash) => keyspace.Key(Area, Convert.ToHexStringLower(tokenHash));

    private RedisKey RemovalKeyOf(string subject) => keyspace.Key(RemovalArea, subject);
}
