using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.EntityFrameworkCore;

internal static class EventStoreRegistration
{
    internal static void AddEventStores(IServiceCollection services) =>
        services.AddStore<ISecurityEventStore, EfSecurityEventStore>(StorePriority.Database);
}
