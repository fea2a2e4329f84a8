namespace SecurityKit.Redis;

/// <summary>Subjects' keys and tombstones may be kept only where they outlive the server.</summary>
internal sealed class RedisSubjectKeyStartupCheck(RedisConnection connection) : IStartupCheck
{
    internal const string NotKept =
        "The keys of subjects are to be kept in Redis (KeepSubjectKeysInRedis), and this Redis does not write what it is told to disk (appendonly is off): a restart "
        + "would lose every subject's data and forget who was erased. Set `appendonly yes` and `appendfsync always` in its configuration, or keep the "
        + "keys in a database: remove KeepSubjectKeysInRedis() and call UseSqlite(...) or UsePostgreSql(...).";

    private const string NotTold =
        "The keys of subjects are to be kept in Redis (KeepSubjectKeysInRedis), and it refuses INFO, so that it cannot be seen whether it writes to disk. Allow INFO to this host's user.";

    public ValueTask<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) =>
        RedisPersistence.CheckAsync(connection, NotKept, NotTold, cancellationToken);
}
