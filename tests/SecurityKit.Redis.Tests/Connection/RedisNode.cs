using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;
using StackExchange.Redis;

namespace SecurityKit.Redis.Tests;

/// <summary>One node of a host that uses Redis, set up through the kit's own front door. Each has its own key prefix unless one is given.</summary>
public sealed class RedisNode : IAsyncDisposable
{
    private RedisNode(ServiceProvider services, string connectionString, string prefix)
    {
        Services = services;
        ConnectionString = connectionString;
        Prefix = prefix;
    }

    public ServiceProvider Services { get; }

    public string ConnectionString { get; }

    public string Prefix { get; }

    internal RedisConnection Connection => Services.GetRequiredService<RedisConnection>();

    internal RedisKeyspace Keyspace => Services.GetRequiredService<RedisKeyspace>();

    public static RedisNode Create(string? connectionString = null, string? prefix = null, Action<ISecurityKitBuilder>? configure = null)
    {
        var address = connectionString ?? RedisServer.Shared.ConnectionString;
        var keyPrefix = prefix ?? $"t{Guid.NewGuid():N}:";
        var services = new ServiceCollection();
        var builder = services.AddSecurityKit().UseRedis(address, options =>
        {
            options.KeyPrefix = keyPrefix;
            // The limit is not what most tests are about, and the machine may be busy.
            options.OperationTimeout = TimeSpan.FromSeconds(20);
            options.ConnectTimeout = TimeSpan.FromSeconds(20);
        });
        configure?.Invoke(builder);
        return new RedisNode(services.BuildServiceProvider(), address, keyPrefix);
    }

    public RedisNode Another() => Create(ConnectionString, Prefix);

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Every key of this node's prefix, on every node of a cluster.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync()
    {
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(ConnectionString + ",syncTimeout=20000");
        return [.. multiplexer.GetEndPoints().Select(endPoint => multiplexer.GetServer(endPoint)).Where(server => !server.IsSlave)
            .SelectMany(server => server.Keys(pattern: Prefix + "*")).Select(key => (string)key!)];
    }

    internal async Task<T> DoAsync<T>(Func<IDatabase, Task<T>> operation) =>
        await Connection.ExecuteAsync(static (database, o) => o(database), operation, default);

    public async ValueTask DisposeAsync() => await Services.DisposeAsync();
}
