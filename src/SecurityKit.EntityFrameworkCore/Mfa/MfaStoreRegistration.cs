using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Mfa;

namespace SecurityKit.EntityFrameworkCore;

internal static class MfaStoreRegistration
{
    internal static void AddMfaStores(IServiceCollection services)
    {
        services.AddStore<IAuthenticatorStore, AuthenticatorStore>(StorePriority.Database);
        services.AddStore<IMfaChallengeStore, MfaChallengeStore>(StorePriority.Database);
        services.AddStore<IOneTimeCodeStore, OneTimeCodeStore>(StorePriority.Database);
        services.AddStore<IPasskeyPromptStore, PasskeyPromptStore>(StorePriority.Database);
        services.AddStore<ITrustedDeviceStore, TrustedDeviceStore>(StorePriority.Database);
    }
}
