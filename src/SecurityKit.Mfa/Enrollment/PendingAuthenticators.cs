using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

/// <summary>Adds and finds authenticators that wait for their first code.</summary>
internal sealed class PendingAuthenticators(
    IAuthenticatorStore store, MfaAnnouncer announcer, TimeProvider clock, IOptionsMonitor<MfaOptions> options)
{
    private DateTimeOffset StaleBefore => clock.GetUtcNow() - options.CurrentValue.EnrollmentLifetime;

    internal static string NewId() => Guid.NewGuid().ToString("N");

    /// <summary>Adds one; null when the subject has as many as it may have.</summary>
    internal async ValueTask<Authenticator?> TryAddAsync(
        string subject, string id, MfaMethod method, string name, byte[] protectedData, CancellationToken cancellationToken)
    {
        var current = options.CurrentValue;
        var now = clock.GetUtcNow();
        var authenticator = new Authenticator
        {
            Id = id,
            Subject = subject,
            Method = method,
            Name = name,
            Protected = protectedData,
            CreatedAt = now,
        };
        var isAdded = await store.TryAddAsync(authenticator, current.MaxAuthenticators, StaleBefore, cancellationToken)
            .ConfigureAwait(false);
        await announcer.RaiseAsync(
            MfaEventTypes.EnrollmentStarted, subject, isAdded ? null : "limit_reached", cancellationToken,
            ("authenticator", id), ("method", MfaMethods.NameOf(method))).ConfigureAwait(false);
        return isAdded ? authenticator : null;
    }

    internal async ValueTask<Authenticator?> FindAsync(string subject, string authenticatorId, CancellationToken cancellationToken)
    {
        var set = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        return set.Authenticators.FirstOrDefault(a => a.Id == authenticatorId && !a.IsActive && ExpiresAt(a) > now);
    }

    /// <summary>Whether a pending one gives its place up to the next that is added.</summary>
    internal bool IsStale(Authenticator pending) => pending.CreatedAt < StaleBefore;

    internal DateTimeOffset ExpiresAt(Authenticator pending) => pending.CreatedAt + options.CurrentValue.EnrollmentLifetime;
}
