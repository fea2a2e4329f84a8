using System.Globalization;
using System.Net.Sockets;

namespace SecurityKit.Testing;

/// <summary>A real Redis Cluster of three nodes on loopback, each with a third of the slots.</summary>
public sealed class RedisCluster : IDisposable
{
    private const int Nodes = 3;
    private const int Slots = 16384;
    private static readonly TimeSpan FormLimit = TimeSpan.FromSeconds(60);
    private static readonly Lazy<RedisCluster> SharedCluster = new(Start);

    private readonly List<RedisServer> _servers = [];

    private RedisCluster()
    {
    }

    /// <summary>The one cluster that a test assembly shares; tests keep apart by key prefix.</summary>
    public static RedisCluster Shared
    {
        get
        {
            // Outside the lazy value, so that a missing server skips each test and is not remembered as a failure.
            _ = RedisServer.Shared;
            return SharedCluster.Value;
        }
    }

    public string ConnectionString => string.Join(',', _servers.Select(server => server.ConnectionString));

    public static RedisCluster Start()
    {
        var cluster = new RedisCluster();
        try
        {
            cluster.Form();
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>Ends one node at once, as a crash would. Not on the shared cluster.</summary>
    public void KillOne() => _servers[^1].Kill();

    public void Dispose()
    {
        foreach (var server in _servers)
        {
            server.Dispose();
        }
    }

    private void Form()
    {
        var busPorts = new List<int>();
        for (var node = 0; node < Nodes; node++)
        {
            busPorts.Add(LoopbackPort.Free());
            _servers.Add(RedisServer.Start(
                "--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf", "--cluster-node-timeout", "5000",
                "--cluster-port", busPorts[node].ToString(CultureInfo.InvariantCulture)));
            var (first, last) = (node * Slots / Nodes, ((node + 1) * Slots / Nodes) - 1);
            Ask(_servers[node], $"CLUSTER ADDSLOTSRANGE {first} {last}");
        }

        for (var node = 1; node < Nodes; node++)
        {
            Ask(_servers[0], $"CLUSTER MEET 127.0.0.1 {_servers[node].Port} {busPorts[node]}");
        }

        var started = TimeProvider.System.GetTimestamp();
        while (!_servers.All(server => Ask(server, "CLUSTER INFO").Contains("cluster_state:ok") && Knows(server)))
        {
            if (TimeProvider.System.GetElapsedTime(started) > FormLimit)
            {
                throw new InvalidOperationException("The cluster did not form: " + Ask(_servers[0], "CLUSTER NODES"));
            }

            Thread.Sleep(50);
        }
    }

    private static bool Knows(RedisServer server) => Ask(server, "CLUSTER INFO").Contains($"cluster_known_nodes:{Nodes}");

    /// <summary>One command over a connection of its own; the answer as it came.</summary>
    private static string Ask(RedisServer server, string command)
    {
        using var client = new TcpClient("127.0.0.1", server.Port);
        using var stream = client.GetStream();
        using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
        using var reader = new StreamReader(stream);
        writer.WriteLine(command);
        writer.WriteLine("QUIT");
        var answer = reader.ReadToEnd();
        return answer.StartsWith('-') ? throw new InvalidOperationException($"{command}: {answer}") : answer;
    }
}
