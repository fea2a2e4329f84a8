using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.KeyRing.Node;

/// <summary>The kit as a host sets it up: a key file, and a real store.</summary>
public static class NodeServices
{
    public static ServiceProvider Build(string store, string connection, string keyFile, Action<IServiceCollection>? first = null)
    {
        var services = new ServiceCollection();
        first?.Invoke(services);
        var kit = services.AddSecurityKit().AddCrypto(o => o.UseMasterKeyFile(keyFile));
        _ = store switch
        {
            "postgresql" => kit.UsePostgreSql(connection, o => o.CommandTimeout = TimeSpan.FromMinutes(1)),
            "redis" => kit.UseRedis(connection, o => (o.OperationTimeout, o.ConnectTimeout) = (TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30))).KeepKeyRingsInRedis().KeepSubjectKeysInRedis(),
            _ => throw new ArgumentException($"unknown store {store}", nameof(store)),
        };
        return services.BuildServiceProvider();
    }
}
