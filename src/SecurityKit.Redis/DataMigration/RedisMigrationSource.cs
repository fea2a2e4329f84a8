using System.Globalization;
using System.Net;
using System.Text;
using SecurityKit.Crypto;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>
/// The string values of the Redis keys that match a pattern, as a source of a <see cref="DataMigrator"/>. A value is replaced by a script on the server, only
/// where it is still what was read, and keeps its time to live. The keys' names are held in memory during a run. Nothing is read while a server that may hold
/// keys is not connected (<see cref="StoreUnavailableException"/>): what it holds would count as gone. Move no slots of a cluster during a run.
/// </summary>
public sealed class RedisMigrationSource : IMigrationSource
{
    private const string ReplaceScript =
        "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL') return 1 end return 0";

    private const int ScanPageSize = 1000;
    private static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromSeconds(10);

    private readonly IConnectionMultiplexer _connection;
    private readonly int _database;
    private readonly string _pattern;
    private readonly string _purpose;
    private readonly Func<string, byte[]> _associatedData;
    private readonly TimeSpan _timeLimit;
    private string[]? _ids;

    /// <summary>Creates a source.</summary>
    /// <param name="connection">The connection; not owned.</param>
    /// <param name="pattern">Which keys, as <c>SCAN</c> takes it: <c>secret:*</c>. All must hold strings.</param>
    /// <param name="purpose">The purpose the values are encrypted for.</param>
    /// <param name="associatedData">What a value is bound to, from its key; null for the key as UTF-8.</param>
    /// <param name="database">The database's number.</param>
    /// <param name="timeLimit">The most time one round trip may take; null for 10 seconds.</param>
    public RedisMigrationSource(
        IConnectionMultiplexer connection, string pattern, string purpose, Func<string, byte[]>? associatedData = null, int database = 0, TimeSpan? timeLimit = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        _connection = connection;
        _pattern = pattern;
        _purpose = purpose;
        _associatedData = associatedData ?? Encoding.UTF8.GetBytes;
        _database = database;
        _timeLimit = timeLimit ?? DefaultTimeLimit;
    }

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"redis {Servers()} {_database} {_pattern}");

    private IDatabase Database => _connection.GetDatabase(_database);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<MigrationItem>> ReadAsync(string? after, int count, CancellationToken cancellationToken)
    {
        if (after is null || _ids is null)
        {
            _ids = await ListIdsAsync(cancellationToken).ConfigureAwait(false);
        }

        var found = after is null ? -1 : Array.BinarySearch(_ids, after, StringComparer.Ordinal);
        var from = found >= 0 ? found + 1 : after is null ? 0 : ~found;
        var items = new List<MigrationItem>();
        while (items.Count == 0 && from < _ids.Length)
        {
            // Keys that have expired since the scan leave gaps; an empty page would say that there is no more.
            var ids = _ids.AsSpan(from, Math.Min(count, _ids.Length - from)).ToArray();
            var database = Database;
            var values = await LimitAsync(() => Task.WhenAll(ids.Select(id => database.StringGetAsync(id, CommandFlags.DemandMaster))), cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < ids.Length; i++)
            {
                if (values[i].HasValue)
                {
                    items.Add(ToItem(ids[i], values[i]));
                }
            }

            from += ids.Length;
        }

        return items;
    }

    /// <inheritdoc/>
    public async ValueTask<MigrationItem?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var value = await LimitAsync(() => Database.StringGetAsync(id), cancellationToken).ConfigureAwait(false);
        return value.HasValue ? ToItem(id, value) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<bool>> ReplaceAsync(IReadOnlyList<MigrationReplacement> replacements, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(replacements);
        var database = Database;
        var results = await LimitAsync(
            () => Task.WhenAll(replacements.Select(r => database.ExecuteAsync(
                "EVAL", ReplaceScript, 1, (RedisKey)r.Id, (RedisValue)r.Expected.ToArray(), (RedisValue)r.Content.ToArray()))),
            cancellationToken).ConfigureAwait(false);
        return [.. results.Select(result => (int)result == 1)];
    }

    /// <summary>As configured: what the client learns of a cluster besides changes with the cluster.</summary>
    private string Servers() => string.Join(',', _connection.GetEndPoints(configuredOnly: true).Select(TextOf).Order(StringComparer.Ordinal));

    private static string TextOf(EndPoint endPoint) => endPoint switch
    {
        DnsEndPoint named => string.Create(CultureInfo.InvariantCulture, $"{named.Host}:{named.Port}"),
        _ => endPoint.ToString()!,
    };

    private MigrationItem ToItem(string id, RedisValue value) => new(id, (byte[])value!, _purpose, _associatedData(id));

    private async ValueTask<string[]> ListIdsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var servers = await RedisPrimaries.FindAsync(_connection, _timeLimit, cancellationToken).ConfigureAwait(false);
            return await Task.Run(() => ListIds(servers), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (RedisOutage.Is(exception))
        {
            throw new StoreUnavailableException(RedisOutage.StoreName, exception);
        }
    }

    private string[] ListIds(IReadOnlyList<IServer> servers)
    {
        var ids = servers
            .SelectMany(server => server.Keys(_database, _pattern, ScanPageSize))
            .Select(key => (string)key!)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        Array.Sort(ids, StringComparer.Ordinal);
        return ids;
    }

    // The client's asynchronous calls never time out by themselves while a server is frozen.
    private async ValueTask<T> LimitAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().WaitAsync(_timeLimit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (RedisOutage.Is(exception))
        {
            throw new StoreUnavailableException(RedisOutage.StoreName, exception);
        }
    }
}
