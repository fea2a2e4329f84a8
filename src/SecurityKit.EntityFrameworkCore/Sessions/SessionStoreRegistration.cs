using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Sessions;

namespace SecurityKit.EntityFrameworkCore;

internal static class SessionStoreRegistration
{
    internal static void AddSessionStores(IServiceCollection services)
    {
        services.AddStore<ISessionStore, SessionStore>(StorePriority.Database);
        services.AddStore<ISessionStatisticsStore, SessionStatisticsStore>(StorePriority.Database);
    }
}
