using System.Globalization;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>
/// The servers that hold all keys between them: of a cluster the primaries of every slot, otherwise every server but known replicas. One that is not connected is never passed over, since
/// its keys would look as if they were not there.
/// </summary>
internal static class RedisPrimaries
{
    private const long Slots = 16384;

    /// <summary>Finds them.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="timeLimit">The most time one round trip may take.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StoreUnavailableException">One that is needed is not connected, or a slot has no server.</exception>
    internal static async ValueTask<IReadOnlyList<IServer>> FindAsync(IConnectionMultiplexer connection, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        IServer[] servers = [.. connection.GetEndPoints().Select(endPoint => connection.GetServer(endPoint))];
        var isCluster = servers.Any(server => server.IsConnected && server.ServerType == ServerType.Cluster);
        IServer[] primaries = isCluster
            ? await OfClusterAsync(connection, servers, timeLimit, cancellationToken).ConfigureAwait(false)
            : [.. servers.Where(server => !server.IsSlave)];
        return primaries.Length > 0 && primaries.All(server => server.IsConnected) ? primaries : throw new StoreUnavailableException(RedisOutage.StoreName);
    }

    private static async ValueTask<IServer[]> OfClusterAsync(
        IConnectionMultiplexer connection, IServer[] servers, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        // Asked anew: what the client remembers of a cluster may be older than its last fail-over.
        var answer = await connection.GetDatabase().ExecuteAsync("CLUSTER", "SLOTS").WaitAsync(timeLimit, cancellationToken).ConfigureAwait(false);
        var covered = 0L;
        var primaries = new HashSet<IServer>();
        foreach (var range in (RedisResult[])answer!)
        {
            // First slot, last slot, the primary, its replicas.
            var parts = (RedisResult[])range!;
            covered += (long)parts[1] - (long)parts[0] + 1;
            primaries.Add(ServerOf((RedisResult[])parts[2]!, connection, servers));
        }

        return covered == Slots ? [.. primaries] : throw new StoreUnavailableException(RedisOutage.StoreName);
    }

    private static IServer ServerOf(RedisResult[] node, IConnectionMultiplexer connection, IServer[] servers)
    {
        var host = (string?)node[0];
        if (string.IsNullOrEmpty(host) && servers.Length == 1)
        {
            // A cluster of one node that has never met another does not know its own address.
            return servers[0];
        }

        try
        {
            return connection.GetServer(string.Create(CultureInfo.InvariantCulture, $"{host}:{(long)node[1]}"));
        }
        catch (ArgumentException exception)
        {
            throw new StoreUnavailableException(RedisOutage.StoreName, exception);
        }
    }
}
