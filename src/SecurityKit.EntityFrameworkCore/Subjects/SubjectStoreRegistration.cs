using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore;

internal static class SubjectStoreRegistration
{
    internal static void AddSubjectStores(IServiceCollection services) =>
        services.AddStore<ISubjectKeyStore, EfSubjectKeyStore>(StorePriority.Database);
}
