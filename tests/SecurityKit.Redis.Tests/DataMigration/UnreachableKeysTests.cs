using System.Globalization;
using SecurityKit.Crypto;
using SecurityKit.Testing;
using StackExchange.Redis;

namespace SecurityKit.Redis.Tests.DataMigration;

/// <summary>Keys on a server that cannot be reached must not look as if they were not there: a count without them would let the keys of their data expire.</summary>
public sealed class UnreachableKeysTests
{
    private const int Count = 40;

    [Test]
    public async Task A_server_that_is_gone_is_not_read_as_empty()
    {
        using var server = RedisServer.Start();
        using var connection = await ConnectAsync(server.ConnectionString);
        await FillAsync(connection);
        var source = new RedisMigrationSource(connection, "id-*", "test");
        Assert.That(await source.ReadAsync(null, Count, CancellationToken.None), Has.Count.EqualTo(Count));

        server.Kill();
        Assert.That(async () => await source.ReadAsync(null, Count, CancellationToken.None), Throws.TypeOf<StoreUnavailableException>());
        using var late = await ConnectAsync(server.ConnectionString);
        Assert.That(
            async () => await new RedisMigrationSource(late, "id-*", "test").ReadAsync(null, Count, CancellationToken.None),
            Throws.TypeOf<StoreUnavailableException>(), "one that was never connected");
    }

    [Test]
    public async Task A_cluster_that_has_lost_a_node_is_not_read_without_that_nodes_keys()
    {
        using var cluster = RedisCluster.Start();
        using var connection = await ConnectAsync(cluster.ConnectionString);
        await FillAsync(connection);
        var source = new RedisMigrationSource(connection, "id-*", "test");
        Assert.That(await source.ReadAsync(null, Count, CancellationToken.None), Has.Count.EqualTo(Count), "of all nodes");

        cluster.KillOne();
        Assert.That(async () => await source.ReadAsync(null, Count, CancellationToken.None), Throws.TypeOf<StoreUnavailableException>());
    }

    [Test]
    public async Task A_replica_may_be_gone_and_the_primary_may_not()
    {
        using var primary = RedisServer.Start();
        using var replica = RedisServer.Start("--replicaof", "127.0.0.1", primary.Port.ToString(CultureInfo.InvariantCulture));
        using var connection = await ConnectAsync($"{primary.ConnectionString},{replica.ConnectionString}");
        await FillAsync(connection);
        var source = new RedisMigrationSource(connection, "id-*", "test");

        replica.Kill();
        Assert.That(await source.ReadAsync(null, Count, CancellationToken.None), Has.Count.EqualTo(Count));
        replica.Restart();
        primary.Kill();
        Assert.That(async () => await source.ReadAsync(null, Count, CancellationToken.None), Throws.TypeOf<StoreUnavailableException>());
    }

    [Test]
    public async Task Keys_of_one_pattern_on_two_servers_and_in_two_databases_are_different_sources_and_no_password_is_in_a_name()
    {
        using var other = RedisServer.Start("--requirepass", "not-for-reports");
        using var connection = await ConnectAsync(RedisServer.Shared.ConnectionString);
        using var there = await ConnectAsync(other.ConnectionString + ",password=not-for-reports");
        string[] names =
        [
            new RedisMigrationSource(connection, "id-*", "test").Name, new RedisMigrationSource(connection, "id-*", "test", database: 1).Name,
            new RedisMigrationSource(there, "id-*", "test").Name,
        ];

        Assert.That(names, Is.Unique);
        Assert.That(new RedisMigrationSource(connection, "id-*", "test").Name, Is.EqualTo(names[0]));
        Assert.That(names[2], Does.Contain(other.ConnectionString).And.Not.Contain("not-for-reports"));
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(string connectionString) =>
        ConnectionMultiplexer.ConnectAsync(connectionString + ",abortConnect=false,connectTimeout=2000,syncTimeout=20000");

    private static async Task FillAsync(ConnectionMultiplexer connection)
    {
        for (var i = 0; i < Count; i++)
        {
            await connection.GetDatabase().StringSetAsync($"id-{i}", "x");
        }
    }
}
