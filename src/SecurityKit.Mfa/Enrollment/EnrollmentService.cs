using System.Globalization;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Mfa;

/// <summary>Sets authenticators up: pending first, active once a code has shown that the owner's side works.</summary>
internal sealed class EnrollmentService(
    PendingAuthenticators pendingOnes, IAuthenticatorStore store, FactorVerification verification, IEncryptor encryptor, IKeyedHasher hasher,
    MfaAnnouncer announcer, TimeProvider clock, IOptionsMonitor<MfaOptions> options)
{
    private readonly IEncryptor _secrets = encryptor.ForPurpose(TotpFactor.EncryptionPurpose);

    /// <summary>The purpose of the code that confirms an authenticator.</summary>
    internal static string ScopeOf(Authenticator pending) => $"enroll:{pending.Id}";

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
        var id = PendingAuthenticators.NewId();
        using var secret = TotpSecret.Create(parameters);
        var pending = await pendingOnes.TryAddAsync(
            subject, id, MfaMethod.Totp, name!.Trim(), secret.Protect(_secrets, id, subject), cancellationToken).ConfigureAwait(false);
        if (pending is null)
        {
            return new TotpEnrollmentStart.LimitReached(current.MaxAuthenticators);
        }

        var base32 = secret.ToBase32();
        var uri = TotpUri.Build(current.Issuer, accountName!, base32, parameters);
        return new TotpEnrollmentStart.Started(new TotpEnrollment(id, base32, uri, new TotpQrCode(uri), pendingOnes.ExpiresAt(pending)));
    }

    internal async ValueTask<MfaConfirmation> ConfirmAsync(
        string subject, string authenticatorId, string? code, CancellationToken cancellationToken)
    {
        if (await pendingOnes.FindAsync(subject, authenticatorId, cancellationToken).ConfigureAwait(false) is not { } pending)
        {
            return new MfaConfirmation.NotFound();
        }

        var verdict = await verification.VerifyAsync(
            subject, pending.Method, code, [pending], ScopeOf(pending), cancellationToken).ConfigureAwait(false);
        switch (verdict.ToRefusal())
        {
            case null:
                var factor = new AuthenticationFactor(MfaMethods.AuthenticationMethodOf(pending.Method), clock.GetUtcNow());
                return await ActivateAsync(pending, verdict.Step, factor, cancellationToken).ConfigureAwait(false);
            case MfaVerification.Throttled throttled:
                return new MfaConfirmation.Throttled(throttled.RetryAfter);
            default:
                return new MfaConfirmation.Invalid();
        }
    }

    /// <summary>Makes a pending authenticator active whose factor was just proven.</summary>
    internal async ValueTask<MfaConfirmation> ActivateAsync(
        Authenticator pending, long step, AuthenticationFactor factor, CancellationToken cancellationToken)
    {
        var codes = RecoveryCodes.Create();
        var hashes = RecoveryCodes.Hash(hasher, pending.Subject, codes);
        var activation = await store.TryActivateAsync(
            pending.Subject, pending.Id, step, factor.At, hashes, cancellationToken).ConfigureAwait(false);
        if (activation == AuthenticatorActivation.NotFound)
        {
            return new MfaConfirmation.NotFound();
        }

        var isFirst = activation == AuthenticatorActivation.ActivatedFirst;
        await announcer.RaiseAsync(
            MfaEventTypes.AuthenticatorConfirmed, pending.Subject, refusal: null, cancellationToken,
            ("authenticator", pending.Id), ("method", MfaMethods.NameOf(pending.Method)),
            ("first", isFirst.ToString(CultureInfo.InvariantCulture).ToLowerInvariant())).ConfigureAwait(false);
        return new MfaConfirmation.Confirmed(factor, isFirst ? codes : []);
    }
}
