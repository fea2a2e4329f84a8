using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Sessions;

namespace SecurityKit.Redis;

internal static class RedisSessionStoreRegistration
{
    internal static void AddSessionStores(IServiceCollection services)
    {
        services.AddStore<ISessionStore, RedisSessionStore>(StorePriority.Distributed);
        services.AddStore<ISessionStatisticsStore, RedisSessionStatisticsStore>(StorePriority.Distributed);
    }
}
