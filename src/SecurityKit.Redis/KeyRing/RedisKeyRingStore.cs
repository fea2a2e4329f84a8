using System.Globalization;
using SecurityKit.Crypto;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>
/// A hash per ring: its revision, its document, and a count of messages for each key. A set holds the names of all rings; it is added to before a ring is made, so
/// that none is missing from it. Nothing of this ever expires.
/// </summary>
internal sealed class RedisKeyRingStore(RedisConnection connection, RedisKeyspace keyspace) : IKeyRingStore
{
    internal const string Area = "keyring";
    private const string NamesArea = "keyring-names";
    private const string AllNames = "all";
    private const string MessagesPrefix = "messages:";

    private static readonly RedisScript Save = new(
        """
        local present = redis.call('HGET', KEYS[1], 'revision') or '0'
        if present ~= ARGV[1] then return 0 end
        redis.call('HSET', KEYS[1], 'revision', ARGV[2], 'content', ARGV[3])
        return 1
        """);

    private static readonly RedisScript Load = new("return redis.call('HMGET', KEYS[1], 'revision', 'content')");

    private static readonly RedisScript Reserve = new(
        """
        if ARGV[2] == '0' then return redis.call('HGET', KEYS[1], ARGV[1]) or '0' end
        redis.call('HINCRBY', KEYS[1], ARGV[1], ARGV[2])
        return redis.call('HGET', KEYS[1], ARGV[1])
        """);

    public async ValueTask<StoredKeyRing?> LoadAsync(string ring, CancellationToken cancellationToken)
    {
        var found = (RedisValue[]?)await Load.RunAsync(connection, [KeyOf(ring)], [], cancellationToken).ConfigureAwait(false);
        return found is [{ IsNull: false } revision, { IsNull: false } content]
            ? new StoredKeyRing(long.Parse((string)revision!, CultureInfo.InvariantCulture), (byte[])content!)
            : null;
    }

    public async ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var names = await connection.ExecuteAsync(static (database, key) => database.SetMembersAsync(key), NamesKey, cancellationToken).ConfigureAwait(false);
        var found = new List<string>();
        foreach (var name in names.Select(name => (string)name!).Order(StringComparer.Ordinal))
        {
            // A name is there before its ring is, and stays where making the ring failed.
            if (await LoadAsync(name, cancellationToken).ConfigureAwait(false) is not null)
            {
                found.Add(name);
            }
        }

        return found;
    }

    public async ValueTask<bool> TrySaveAsync(string ring, long expectedRevision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (expectedRevision == 0)
        {
            await connection.ExecuteAsync(static (database, s) => database.SetAddAsync(s.NamesKey, s.ring), (NamesKey, ring), cancellationToken).ConfigureAwait(false);
        }

        var saved = await Save.RunAsync(
            connection, [KeyOf(ring)], [expectedRevision, expectedRevision + 1, content.ToArray()], cancellationToken).ConfigureAwait(false);
        return (int)saved == 1;
    }

    public async ValueTask<long> ReserveMessagesAsync(string ring, string keyId, long count, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyId);
        var total = await Reserve.RunAsync(connection, [KeyOf(ring)], [MessagesPrefix + keyId, count], cancellationToken).ConfigureAwait(false);

        // As text: the server's numbers in scripts are exact to 53 bits only.
        return long.Parse((string)total!, CultureInfo.InvariantCulture);
    }

    private RedisKey NamesKey => keyspace.Key(NamesArea, AllNames);

    private RedisKey KeyOf(string ring) => keyspace.Key(Area, ring);
}
