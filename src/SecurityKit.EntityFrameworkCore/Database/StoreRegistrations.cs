using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Every store a database provides. A capability adds its line here.</summary>
internal static class StoreRegistrations
{
    internal static void AddAll(IServiceCollection services, DatabaseProvider provider)
    {
        IdentityStoreRegistration.AddIdentityStores(services);
        _ = provider;
        EventStoreRegistration.AddEventStores(services);
        MfaStoreRegistration.AddMfaStores(services);
    }
}
