using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

/// <summary>Carries a sign-in from its first factor to its last.</summary>
internal sealed class SignInService(
    IAuthenticatorStore store, IMfaChallengeStore challenges, FactorVerification verification, CodeSender codes, MfaPolicy policy,
    TrustedDeviceService devices, PasskeySupport passkeys, MfaAnnouncer announcer, TimeProvider clock, IOptionsMonitor<MfaOptions> options)
{
    internal async ValueTask<MfaSignIn> BeginAsync(
        string subject, IReadOnlyList<AuthenticationFactor> factors, string? trustedDeviceToken, CancellationToken cancellationToken)
    {
        var set = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        var requirement = await policy.GetAsync(subject, set, cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        // Who has a factor that does not meet the policy proves it first: enrolment must not be easier than signing in was.
        if (requirement.EnrollBy <= now && !set.Authenticators.Any(a => a.IsActive))
        {
            await announcer.RaiseAsync(MfaEventTypes.ChallengeCreated, subject, "enrollment_overdue", cancellationToken).ConfigureAwait(false);
            return new MfaSignIn.EnrollmentRequired([.. factors], AssuranceCalculator.LevelOf(factors));
        }

        if (!set.Authenticators.Any(a => a.IsActive))
        {
            return Complete(factors, requirement.EnrollBy);
        }

        if (!requirement.IsRequired && await devices.IsTrustedAsync(subject, trustedDeviceToken, cancellationToken).ConfigureAwait(false))
        {
            return Complete([.. factors, new AuthenticationFactor(AuthenticationMethods.TrustedDevice, now)], requirement.EnrollBy);
        }

        var (token, hash) = BearerToken.Create();
        var stored = new StoredMfaChallenge(hash, subject, [.. factors], now + options.CurrentValue.ChallengeLifetime);
        await challenges.AddAsync(stored, now, cancellationToken).ConfigureAwait(false);
        await announcer.RaiseAsync(MfaEventTypes.ChallengeCreated, subject, refusal: null, cancellationToken).ConfigureAwait(false);
        return new MfaSignIn.ChallengeRequired(new MfaChallenge(token, MethodsOf(set), stored.ExpiresAt));
    }

    internal async ValueTask<IReadOnlyList<MfaMethod>?> GetMethodsAsync(string? challengeToken, CancellationToken cancellationToken)
    {
        if (await FindAsync(challengeToken, cancellationToken).ConfigureAwait(false) is not { } challenge)
        {
            return null;
        }

        return MethodsOf(await store.GetAsync(challenge.Subject, cancellationToken).ConfigureAwait(false));
    }

    internal async ValueTask<MfaDelivery> SendAsync(
        string? challengeToken, MfaMethod method, string? authenticatorId, CancellationToken cancellationToken) =>
        await FindAsync(challengeToken, cancellationToken).ConfigureAwait(false) is { } challenge
            ? await SendAsync(challenge.Subject, method, authenticatorId, ScopeOf(challenge), cancellationToken).ConfigureAwait(false)
            : new MfaDelivery.ChallengeNotFound();

    internal async ValueTask<MfaVerification> VerifyAsync(
        string? challengeToken, MfaMethod method, string? code, CancellationToken cancellationToken)
    {
        if (await FindAsync(challengeToken, cancellationToken).ConfigureAwait(false) is not { } challenge)
        {
            return new MfaVerification.ChallengeNotFound();
        }

        var set = await store.GetAsync(challenge.Subject, cancellationToken).ConfigureAwait(false);
        var verdict = await verification.VerifyAsync(
            challenge.Subject, method, code, OfferedMethods.CandidatesOf(set, method), ScopeOf(challenge), cancellationToken).ConfigureAwait(false);
        if (verdict.ToRefusal() is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        if (!await challenges.TryCompleteAsync(challenge.TokenHash, now, cancellationToken).ConfigureAwait(false))
        {
            return new MfaVerification.ChallengeNotFound();
        }

        await announcer.FactorUsedAsync(challenge.Subject, method, set.RecoveryCodesLeft, cancellationToken).ConfigureAwait(false);
        var verified = Verified(challenge.Subject, verdict.ProvenMethod ?? MfaMethods.AuthenticationMethodOf(method), challenge.Factors, now);
        var requirement = await policy.GetAsync(challenge.Subject, set, cancellationToken).ConfigureAwait(false);
        return requirement.EnrollBy <= now
            ? new MfaVerification.EnrollmentRequired(verified.Subject, verified.Factors, verified.Level)
            : verified with { EnrollBy = requirement.EnrollBy };
    }

    internal ValueTask<MfaDelivery> SendStepUpAsync(
        string subject, MfaMethod method, string? authenticatorId, CancellationToken cancellationToken) =>
        SendAsync(subject, method, authenticatorId, StepUpScope, cancellationToken);

    internal async ValueTask<MfaVerification> VerifyStepUpAsync(
        string subject, MfaMethod method, string? code, string? binding, CancellationToken cancellationToken)
    {
        var set = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        var verdict = await verification.VerifyAsync(
            subject, method, code, OfferedMethods.CandidatesOf(set, method), StepUpScopeOf(binding), cancellationToken).ConfigureAwait(false);
        if (verdict.ToRefusal() is { } refusal)
        {
            return refusal;
        }

        await announcer.FactorUsedAsync(subject, method, set.RecoveryCodesLeft, cancellationToken).ConfigureAwait(false);
        return Verified(subject, verdict.ProvenMethod ?? MfaMethods.AuthenticationMethodOf(method), [], clock.GetUtcNow());
    }

    private const string StepUpScope = "step_up";

    internal static string StepUpScopeOf(string? binding) => binding is null ? StepUpScope : $"{StepUpScope}:{binding}";

    internal static string ScopeOf(StoredMfaChallenge challenge) => $"sign_in:{Convert.ToHexStringLower(challenge.TokenHash)}";

    /// <summary>The methods that can work now: what must be sent is left out where no sender is configured, passkeys where they are not set up.</summary>
    private IReadOnlyList<MfaMethod> MethodsOf(SubjectAuthenticators set) =>
        [
            .. OfferedMethods.Of(set).Where(method => method switch
            {
                MfaMethod.Totp or MfaMethod.RecoveryCode => true,
                MfaMethod.Passkey => passkeys.IsAvailable,
                _ => codes.CanSend(method),
            }),
        ];

    private static MfaSignIn.Complete Complete(IReadOnlyList<AuthenticationFactor> factors, DateTimeOffset? enrollBy) =>
        new([.. factors], AssuranceCalculator.LevelOf(factors), enrollBy);

    private static MfaVerification.Verified Verified(
        string subject, string provenMethod, IReadOnlyList<AuthenticationFactor> earlier, DateTimeOffset now)
    {
        var factor = new AuthenticationFactor(provenMethod, now);
        AuthenticationFactor[] factors = [.. earlier, factor];
        return new MfaVerification.Verified(subject, factor, factors, AssuranceCalculator.LevelOf(factors));
    }

    private async ValueTask<MfaDelivery> SendAsync(
        string subject, MfaMethod method, string? authenticatorId, string scope, CancellationToken cancellationToken)
    {
        var set = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        var target = OfferedMethods.CandidatesOf(set, method)?.FirstOrDefault(a => authenticatorId is null || a.Id == authenticatorId);
        return target is null ? new MfaDelivery.Unavailable() : await codes.SendAsync(target, scope, cancellationToken).ConfigureAwait(false);
    }

    internal async ValueTask<StoredMfaChallenge?> FindAsync(string? challengeToken, CancellationToken cancellationToken) =>
        BearerToken.TryHash(challengeToken) is { } hash
            ? await challenges.FindAsync(hash, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false)
            : null;
}
