using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Every store a database provides. A capability adds its line here, in alphabetical order.</summary>
internal static class StoreRegistrations
{
    internal static void AddAll(IServiceCollection services, DatabaseProvider provider)
    {
        CoreStoreRegistration.AddCoreStores(services, provider);
        EventStoreRegistration.AddEventStores(services);
        IdentityStoreRegistration.AddIdentityStores(services);
        KeyRingStoreRegistration.AddKeyRingStores(services);
        MfaStoreRegistration.AddMfaStores(services);
        SessionStoreRegistration.AddSessionStores(services);
        SubjectStoreRegistration.AddSubjectStores(services);
    }
}
