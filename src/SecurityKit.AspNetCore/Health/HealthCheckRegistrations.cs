using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecurityKit.Crypto;
using SecurityKit.Identity;
using SecurityKit.Mfa;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>One check per store that the host has, and one for the keys. All carry the tag <c>securitykit</c>.</summary>
internal static class HealthCheckRegistrations
{
    private const string Probe = "health-probe";

    /// <summary>Of the form of a subject's handle, and nobody's.</summary>
    private static readonly string NoSubject = new('0', 64);

    private static readonly byte[] ProbeHash = new byte[SHA256.HashSizeInBytes];

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    internal static void AddTo(IServiceCollection services)
    {
        var checks = services.AddHealthChecks();
        Add<ICounterStore>(checks, "securitykit.counters", static async (store, token) =>
            await store.TryTakeAsync(new CounterKey("web.health", Probe), new CounterLimit(1, TimeSpan.FromMinutes(1)), 0, token).ConfigureAwait(false));
        Add<ISessionStore>(checks, "securitykit.sessions", static async (store, token) =>
            await store.FindAsync(SessionId.New(Probe), null, token).ConfigureAwait(false));
        Add<IAccountStore>(checks, "securitykit.accounts", static async (store, token) =>
            await store.FindAsync(Probe, token).ConfigureAwait(false));
        Add<IAuthenticatorStore>(checks, "securitykit.authenticators", static async (store, token) =>
            await store.GetAsync(Probe, token).ConfigureAwait(false));
        Add<ILeaseStore>(checks, "securitykit.leases", static async (store, token) =>
            await store.ReleaseAsync(new Lease(Probe, Probe, 0, DateTimeOffset.UnixEpoch), token).ConfigureAwait(false));
        Add<ISecurityEventStore>(checks, "securitykit.events", static async (store, token) =>
            await store.QueryAsync(new SecurityEventQuery { Type = Probe, Limit = 1 }, token).ConfigureAwait(false));
        Add<IApiKeyStore>(checks, "securitykit.api_keys", static async (store, token) =>
            await store.FindAsync(Probe, token).ConfigureAwait(false));
        Add<IRoleStore>(checks, "securitykit.roles", static async (store, token) =>
            await store.ReadChangesAsync(long.MaxValue, token).ConfigureAwait(false));
        Add<IKeyRingStore>(checks, "securitykit.key_rings", static async (store, token) =>
            await store.LoadAsync(KeyRingNames.Data, token).ConfigureAwait(false));
        Add<ISubjectKeyStore>(checks, "securitykit.subject_keys", static async (store, token) =>
            await store.LoadAsync(NoSubject, token).ConfigureAwait(false));
        Add<ILockoutStore>(checks, "securitykit.lockouts", static async (store, token) =>
            await store.ClearAsync(Probe, token).ConfigureAwait(false));
        Add<IActionTokenStore>(checks, "securitykit.action_tokens", static async (store, token) =>
            await store.FindAsync(ActionPurpose.PasswordReset, Probe, DateTimeOffset.UnixEpoch, token).ConfigureAwait(false));
        Add<IMfaChallengeStore>(checks, "securitykit.challenges", static async (store, token) =>
            await store.FindAsync(ProbeHash, DateTimeOffset.UnixEpoch, token).ConfigureAwait(false));
        Add<IOneTimeCodeStore>(checks, "securitykit.one_time_codes", static async (store, token) =>
            await store.TryTakeGuessAsync(Probe, DateTimeOffset.UnixEpoch, token).ConfigureAwait(false));
        Add<ITrustedDeviceStore>(checks, "securitykit.trusted_devices", static async (store, token) =>
            await store.ListAsync(Probe, DateTimeOffset.UnixEpoch, token).ConfigureAwait(false));
        Add<ISessionStatisticsStore>(checks, "securitykit.session_statistics", static async (store, token) =>
            await store.ReadAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, token).ConfigureAwait(false));
        Add<ISigningKeyRing>(checks, "securitykit.keys", static (keys, _) =>
            keys.Current.Published.Count > 0 ? ValueTask.CompletedTask : throw new InvalidOperationException("There is no signing key."));
    }

    /// <summary>A store that the host has no package for is not asked, and counts as healthy.</summary>
    private static void Add<TStore>(IHealthChecksBuilder checks, string name, Func<TStore, CancellationToken, ValueTask> probe)
        where TStore : class =>
        checks.Add(new HealthCheckRegistration(
            name,
            provider => new StoreHealthCheck(provider.GetService<TStore>() is { } store ? token => probe(store, token) : static _ => ValueTask.CompletedTask),
            HealthStatus.Unhealthy,
            ["securitykit"],
            TimeLimit));
}
