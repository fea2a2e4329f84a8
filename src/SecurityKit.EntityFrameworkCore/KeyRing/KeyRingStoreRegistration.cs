using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore;

internal static class KeyRingStoreRegistration
{
    internal static void AddKeyRingStores(IServiceCollection services) =>
        services.AddStore<IKeyRingStore, EfKeyRingStore>(StorePriority.Database);
}
