using SecurityKit.Mfa;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>A hash per prompt, taken by one script that reads and deletes it. The server forgets a prompt when it expires.</summary>
internal sealed class RedisPasskeyPromptStore(RedisConnection connection, RedisKeyspace keyspace) : IPasskeyPromptStore
{
    internal const string Area = "mfa.passkey";

    private static readonly RedisScript Add = new(
        """
        redis.call('HSET', KEYS[1], 'scope', ARGV[1], 'state', ARGV[2], 'expires', ARGV[3])
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        return 1
        """);

    private static readonly RedisScript Take = new(
        """
        local found = redis.call('HMGET', KEYS[1], 'scope', 'state', 'expires')
        redis.call('DEL', KEYS[1])
        return found
        """);

    public async ValueTask AddAsync(StoredPasskeyPrompt prompt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var lifetime = Math.Max(1, (long)Math.Ceiling((prompt.ExpiresAt - now).TotalMilliseconds));
        await Add.RunAsync(
            connection, [KeyOf(prompt.ChallengeHash)], [prompt.Scope, prompt.State, prompt.ExpiresAt.UtcTicks, lifetime], cancellationToken)
            .ConfigureAwait(false);
    }

    public async ValueTask<StoredPasskeyPrompt?> TryTakeAsync(byte[] challengeHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var result = await Take.RunAsync(connection, [KeyOf(challengeHash)], [], cancellationToken).ConfigureAwait(false);
        var fields = (RedisValue[])result!;
        if (fields[0].IsNull)
        {
            return null;
        }

        var prompt = new StoredPasskeyPrompt(
            challengeHash, (string)fields[0]!, (string)fields[1]!, new DateTimeOffset((long)fields[2], TimeSpan.Zero));
        return prompt.ExpiresAt > now ? prompt : null;
    }

    private RedisKey KeyOf(byte[] challengeHash) => keyspace.Key(Area, Convert.ToHexStringLower(challengeHash));
}
