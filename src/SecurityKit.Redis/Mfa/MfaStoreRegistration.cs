using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Mfa;

namespace SecurityKit.Redis;

/// <summary>
/// What lives for minutes. Authenticators, spent TOTP steps, recovery codes and trusted devices stay in the database: they must outlive a
/// server that keeps its data in memory.
/// </summary>
internal static class MfaStoreRegistration
{
    internal static void AddMfaStores(IServiceCollection services)
    {
        services.AddStore<IMfaChallengeStore, RedisMfaChallengeStore>(StorePriority.Distributed);
        services.AddStore<IPasskeyPromptStore, RedisPasskeyPromptStore>(StorePriority.Distributed);
        services.AddStore<IOneTimeCodeStore, RedisOneTimeCodeStore>(StorePriority.Distributed);
    }
}
