using System.Globalization;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Mfa;

/// <summary>Sets authenticators up: pending first, active once a code has shown that the owner's side works.</summary>
internal sealed class EnrollmentService(
    IAuthenticatorStore store, FactorVerification verification, IEncryptor encryptor, IKeyedHasher hasher, MfaAnnouncer announcer,
    TimeProvider clock, IOptionsMonitor<MfaOptions> options)
{
    internal const string ScopePrefix = "enroll:";

    private readonly IEncryptor _secrets = encryptor.ForPurpose(TotpFactor.EncryptionPurpose);

    internal async ValueTask<TotpEnrollmentStart> BeginTotpAsync(
        string subject, string? accountName, string? name, CancellationToken cancellationToken)
    {
        var problems = new List<InputProblem>();
        LabelRules.CheckName(problems, name);
        LabelRules.CheckAccountName(problems, accountName);
        if (problems.Count > 0)
        {
            return new TotpEnrollmentStart.Refused(problems);
        }

        var current = options.CurrentValue;
        var parameters = current.Totp.ToParameters();
        var id = NewId();
        using var secret = TotpSecret.Create(parameters);
        var protectedSecret = secret.Protect(_secrets, id, subject);
        var expiresAt = await TryAddAsync(subject, id, MfaMethod.Totp, name!.Trim(), protectedSecret, cancellationToken).ConfigureAwait(false);
        if (expiresAt is null)
        {
            return new TotpEnrollmentStart.LimitReached(current.MaxAuthenticators);
        }

        var base32 = secret.ToBase32();
        var uri = TotpUri.Build(current.Issuer, accountName!, base32, parameters);
        return new TotpEnrollmentStart.Started(new TotpEnrollment(id, base32, uri, new TotpQrCode(uri), expiresAt.Value));
    }

    internal async ValueTask<MfaConfirmation> ConfirmAsync(
        string subject, string authenticatorId, string? code, CancellationToken cancellationToken)
    {
        var set = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        if (FindPending(set, authenticatorId) is not { } pending)
        {
            return new MfaConfirmation.NotFound();
        }

        var verdict = await verification.VerifyAsync(
            subject, pending.Method, code, [pending], ScopePrefix + pending.Id, cancellationToken).ConfigureAwait(false);
        switch (verdict.ToRefusal())
        {
            case null:
                return await ActivateAsync(pending, verdict.Step, cancellationToken).ConfigureAwait(false);
            case MfaVerification.Throttled throttled:
                return new MfaConfirmation.Throttled(throttled.RetryAfter);
            default:
                return new MfaConfirmation.Invalid();
        }
    }

    private static string NewId() => Guid.NewGuid().ToString("N");

    private Authenticator? FindPending(SubjectAuthenticators set, string authenticatorId)
    {
        var oldest = clock.GetUtcNow() - options.CurrentValue.EnrollmentLifetime;
        return set.Authenticators.FirstOrDefault(a => a.Id == authenticatorId && !a.IsActive && a.CreatedAt > oldest);
    }

    private async ValueTask<DateTimeOffset?> TryAddAsync(
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
        var isAdded = await store.TryAddAsync(authenticator, current.MaxAuthenticators, now - current.EnrollmentLifetime, cancellationToken)
            .ConfigureAwait(false);
        await announcer.RaiseAsync(
            MfaEventTypes.EnrollmentStarted, subject, isAdded ? null : "limit_reached", cancellationToken,
            ("authenticator", id), ("method", MfaMethods.NameOf(method))).ConfigureAwait(false);
        return isAdded ? now + current.EnrollmentLifetime : null;
    }

    private async ValueTask<MfaConfirmation> ActivateAsync(Authenticator pending, long step, CancellationToken cancellationToken)
    {
        var codes = RecoveryCodes.Create();
        var hashes = RecoveryCodes.Hash(hasher, pending.Subject, codes);
        var activation = await store.TryActivateAsync(
            pending.Subject, pending.Id, step, clock.GetUtcNow(), hashes, cancellationToken).ConfigureAwait(false);
        if (activation == AuthenticatorActivation.NotFound)
        {
            return new MfaConfirmation.NotFound();
        }

        var isFirst = activation == AuthenticatorActivation.ActivatedFirst;
        await announcer.RaiseAsync(
            MfaEventTypes.AuthenticatorConfirmed, pending.Subject, refusal: null, cancellationToken,
            ("authenticator", pending.Id), ("method", MfaMethods.NameOf(pending.Method)),
            ("first", isFirst.ToString(CultureInfo.InvariantCulture).ToLowerInvariant())).ConfigureAwait(false);
        return new MfaConfirmation.Confirmed(isFirst ? codes : []);
    }
}
