using System.Globalization;
using SecurityKit.Crypto;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>
/// Subjects in 4,096 hashes by the first three digits of their handles, so that all can be listed and none of the hashes grows large. A field per subject: revision,
/// colon, document. Nothing in them ever expires or is removed.
/// </summary>
internal sealed class RedisSubjectKeyStore(RedisConnection connection, RedisKeyspace keyspace) : ISubjectKeyStore
{
    internal const string Area = "subjectkeys";

    private const int PrefixLength = 3;
    private const int Prefixes = 1 << (4 * PrefixLength);
    private const int AtOnce = 64;
    private const byte Colon = (byte)':';

    private static readonly RedisScript Load = new("return redis.call('HGET', KEYS[1], ARGV[1])");

    private static readonly RedisScript LoadAll = new("return redis.call('HGETALL', KEYS[1])");

    private static readonly RedisScript Save = new(
        """
        local present = redis.call('HGET', KEYS[1], ARGV[1])
        local revision = present and string.match(present, '^(%d+):') or '0'
        if revision ~= ARGV[2] then return 0 end
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[3] .. ':' .. ARGV[4])
        return 1
        """);

    public async ValueTask<StoredSubjectKeys?> LoadAsync(string handle, CancellationToken cancellationToken)
    {
        var found = (byte[]?)await Load.RunAsync(connection, [KeyOf(handle)], [handle], cancellationToken).ConfigureAwait(false);
        return found is null ? null : Parse(handle, found);
    }

    public async ValueTask<bool> TrySaveAsync(string handle, long expectedRevision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var saved = await Save.RunAsync(
            connection, [KeyOf(handle)], [handle, expectedRevision, expectedRevision + 1, content.ToArray()], cancellationToken).ConfigureAwait(false);
        return (int)saved == 1;
    }

    public async ValueTask<IReadOnlyList<StoredSubjectKeys>> ListAsync(string after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var page = new List<StoredSubjectKeys>();
        var prefix = after.Length == 0 ? 0 : NumberOf(after);

        // The rest of the hash in which the last page ended, then more at once as long as they hold little: what is read and not returned is read again for the next page.
        for (var count = 1; prefix < Prefixes && page.Count < limit; prefix += count, count = Math.Min(2 * count, AtOnce))
        {
            count = Math.Min(count, Prefixes - prefix);
            var numbers = Enumerable.Range(prefix, count);
            var found = await Task.WhenAll(numbers.Select(number => ReadAsync(number, cancellationToken))).ConfigureAwait(false);
            page.AddRange(found.SelectMany(subjects => subjects).Where(subject => string.CompareOrdinal(subject.Handle, after) > 0));
        }

        return [.. page.Take(limit)];
    }

    private static StoredSubjectKeys Parse(string handle, byte[] value)
    {
        var colon = Array.IndexOf(value, Colon);
        return colon > 0 && long.TryParse(value.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? new StoredSubjectKeys(handle, revision, value.AsMemory(colon + 1))
            : throw new SecurityKitException("What Redis holds of a subject's keys is not of the form the kit writes.");
    }

    private static int NumberOf(string handle) =>
        handle.Length >= PrefixLength && int.TryParse(handle.AsSpan(0, PrefixLength), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException("A handle has 64 lower-case hex digits.", nameof(handle));

    /// <summary>One hash, in the order of the handles.</summary>
    private async Task<IEnumerable<StoredSubjectKeys>> ReadAsync(int number, CancellationToken cancellationToken)
    {
        var found = (RedisValue[])(await LoadAll.RunAsync(connection, [KeyOf(number)], [], cancellationToken).ConfigureAwait(false))!;
        return found.Chunk(2).Select(pair => Parse((string)pair[0]!, (byte[])pair[1]!)).OrderBy(subject => subject.Handle, StringComparer.Ordinal);
    }

    private RedisKey KeyOf(string handle)
    {
        ArgumentException.ThrowIfNullOrEmpty(handle);
        return KeyOf(NumberOf(handle));
    }

    private RedisKey KeyOf(int number) => keyspace.Key(Area, number.ToString("x3", CultureInfo.InvariantCulture));
}
