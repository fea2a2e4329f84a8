using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SecurityKit.EntityFrameworkCore;

internal static class CoreStoreRegistration
{
    internal static void AddCoreStores(IServiceCollection services, DatabaseProvider provider)
    {
        services.TryAddSingleton(static resolver => new DatabaseClock(
            DatabaseChoiceStartupCheck.Single(resolver.GetServices<DatabaseChoice>()), resolver.GetRequiredService<TimeProvider>()));
        services.AddStore<ICounterStore, CounterStore>(StorePriority.Database);
        services.AddStore<ILeaseStore, LeaseStore>(StorePriority.Database);
        if (provider == DatabaseProvider.PostgreSql)
        {
            services.AddStore<IChangeFeed, PostgreSqlChangeFeed>(StorePriority.Database);
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, PostgreSqlTransportPostureCheck>());
        }
        else
        {
            services.AddStore<IChangeFeed, SqliteChangeFeed>(StorePriority.Database);
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, SqliteFilePostureCheck>());
        }
    }
}
