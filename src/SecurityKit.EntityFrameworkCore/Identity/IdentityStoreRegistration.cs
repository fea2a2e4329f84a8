using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Identity;

namespace SecurityKit.EntityFrameworkCore;

internal static class IdentityStoreRegistration
{
    internal static void AddIdentityStores(IServiceCollection services)
    {
        services.AddStore<IAccountStore, EfAccountStore>(StorePriority.Database);
        services.AddStore<IActionTokenStore, EfActionTokenStore>(StorePriority.Database);
        services.AddStore<IApiKeyStore, EfApiKeyStore>(StorePriority.Database);
        services.AddStore<IRoleStore, EfRoleStore>(StorePriority.Database);
        services.AddStore<ILockoutStore, EfLockoutStore>(StorePriority.Database);
    }
}
