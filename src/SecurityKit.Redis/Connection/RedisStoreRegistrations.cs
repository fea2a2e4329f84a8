using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.Redis;

/// <summary>Every store Redis provides. A capability adds its line here.</summary>
internal static class RedisStoreRegistrations
{
    internal static void AddAll(IServiceCollection services)
    {
        services.AddStore<ICounterStore, RedisCounterStore>(StorePriority.Distributed);
        services.AddStore<ILeaseStore, RedisLeaseStore>(StorePriority.Distributed);
        services.AddStore<IChangeFeed, RedisChangeFeed>(StorePriority.Distributed);
        MfaStoreRegistration.AddMfaStores(services);
        RedisSessionStoreRegistration.AddSessionStores(services);
    }
}
