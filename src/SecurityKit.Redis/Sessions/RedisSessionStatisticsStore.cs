using System.Globalization;
using SecurityKit.Sessions;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>
/// Counts sessions where they are, a page at a time, so that no script holds the server for long; keeps the tallies of an hour as one hash that
/// expires by itself.
/// </summary>
internal sealed class RedisSessionStatisticsStore(RedisConnection connection, RedisKeyspace keyspace) : ISessionStatisticsStore
{
    private const string TallyArea = "session-tally";
    private const int PageSize = 500;
    private const int PlacesAtOnce = 16;

    /// <summary>KEYS: the hour. ARGV: when it may go, then names and counts.</summary>
    private static readonly RedisScript Add = new(
        """
        for n = 2, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], ARGV[n], ARGV[n + 1]) end
        redis.call('PEXPIREAT', KEYS[1], ARGV[1])
        return 1
        """);

    private readonly RedisSessionKeys _keys = new(keyspace);

    public async ValueTask<SessionCensus> CountAsync(CancellationToken cancellationToken)
    {
        var devices = new Dictionary<string, long>(StringComparer.Ordinal);
        var networks = new Dictionary<string, long>(StringComparer.Ordinal);
        long active = 0;
        foreach (var places in RedisSessionKeys.Places().Chunk(PlacesAtOnce))
        {
            foreach (var page in (await Task.WhenAll(places.Select(place => CountPlaceAsync(place, cancellationToken))).ConfigureAwait(false)).SelectMany(p => p))
            {
                active += (long)page[1];
                AddAll(devices, (RedisResult[])page[2]!);
                AddAll(networks, (RedisResult[])page[3]!);
            }
        }

        return new SessionCensus(active, devices, networks);
    }

    public async ValueTask AddAsync(SessionTally tally, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tally);
        var end = tally.Hour + SessionTally.Retention;
        RedisValue[] arguments = [end.ToUnixTimeMilliseconds(), .. tally.Counts.SelectMany(count => new RedisValue[] { count.Key, count.Value })];
        await Add.RunAsync(connection, [TallyKey(tally.Hour)], arguments, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<SessionTally>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var hours = SessionTally.Hours(from, to);
        var tallies = await Task.WhenAll(hours.Select(hour => ReadHourAsync(hour, cancellationToken))).ConfigureAwait(false);
        return [.. tallies.Where(tally => tally.Counts.Count > 0)];
    }

    /// <summary>Nothing to do: tallies expire by themselves.</summary>
    public ValueTask<int> RemoveExpiredAsync(CancellationToken cancellationToken) => ValueTask.FromResult(0);

    private async Task<List<RedisResult[]>> CountPlaceAsync(string place, CancellationToken cancellationToken)
    {
        var pages = new List<RedisResult[]>();
        for (var passed = 0; ;)
        {
            var result = await RedisSessionScripts.Count.RunAsync(
                connection, [_keys.All(place)], [_keys.SessionPrefix(place), passed, PageSize], cancellationToken).ConfigureAwait(false);
            var page = (RedisResult[])result!;
            pages.Add(page);
            passed += PageSize;
            if ((int)page[0] < PageSize)
            {
                return pages;
            }
        }
    }

    private async Task<SessionTally> ReadHourAsync(DateTimeOffset hour, CancellationToken cancellationToken)
    {
        var entries = await connection.ExecuteAsync(static (database, key) => database.HashGetAllAsync(key), TallyKey(hour), cancellationToken).ConfigureAwait(false);
        return new SessionTally(hour, entries.ToDictionary(entry => (string)entry.Name!, entry => (long)entry.Value, StringComparer.Ordinal));
    }

    private RedisKey TallyKey(DateTimeOffset hour) => keyspace.Key(
        TallyArea, (hour.ToUnixTimeSeconds() / (long)TimeSpan.FromHours(1).TotalSeconds).ToString(CultureInfo.InvariantCulture));

    private static void AddAll(Dictionary<string, long> counts, RedisResult[] pairs)
    {
        for (var i = 0; i + 1 < pairs.Length; i += 2)
        {
            var name = (string)pairs[i]!;
            if (name.Length > 0)
            {
                counts[name] = counts.GetValueOrDefault(name) + (long)pairs[i + 1];
            }
        }
    }
}
