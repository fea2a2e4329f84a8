namespace SecurityKit.Redis;

/// <summary>Key rings may be kept only where they outlive the server: without them everything that was encrypted is lost.</summary>
internal sealed class RedisKeyRingStartupCheck(RedisConnection connection) : IStartupCheck
{
    internal const string NotKept =
        "The key rings are to be kept in Redis (KeepKeyRingsInRedis), and this Redis does not write what it is told to disk (appendonly is off): a restart "
        + "would lose every key, and with the keys everything that was encrypted. Set `appendonly yes` and `appendfsync always` in its configuration, or keep the "
        + "key rings in a database: remove KeepKeyRingsInRedis() and call UseSqlite(...) or UsePostgreSql(...).";

    private const string NotTold =
        "The key rings are to be kept in Redis (KeepKeyRingsInRedis), and it refuses INFO, so that it cannot be seen whether it writes to disk. Allow INFO to this host's user.";

    public ValueTask<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) =>
        RedisPersistence.CheckAsync(connection, NotKept, NotTold, cancellationToken);
}
