using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Sessions;
using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests;

/// <summary>A node with its own connection.</summary>
internal static class RedisSessionNode
{
    private static readonly byte[] MasterKey = TestCrypto.NewMasterKey();

    internal static ServiceProvider Create(
        string connectionString, string? keyPrefix, Action<SessionOptions>? configure = null, Action<RedisOptions>? redis = null)
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().AddTestCrypto(masterKey: MasterKey).AddSessions(configure).UseRedis(connectionString, o =>
        {
            o.KeyPrefix = keyPrefix ?? o.KeyPrefix;
            o.OperationTimeout = TimeSpan.FromSeconds(10);
            redis?.Invoke(o);
        });
        return services.BuildServiceProvider();
    }
}
