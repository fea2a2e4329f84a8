using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

/// <summary>Carries a sign-in from its first factor to its last.</summary>
internal sealed class SignInService(
    IAuthenticatorStore store, IMfaChallengeStore challenges, FactorVerification verification, MfaAnnouncer announcer, TimeProvider clock,
    IOptionsMonitor<MfaOptions> options)
{
    internal async ValueTask<MfaSignIn> BeginAsync(
        string subject, IReadOnlyList<AuthenticationFactor> factors, CancellationToken cancellationToken)
    {
        var set = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        if (!set.Authenticators.Any(a => a.IsActive))
        {
            return new MfaSignIn.Complete([.. factors], AssuranceCalculator.LevelOf(factors));
        }

        var (token, hash) = BearerToken.Create();
        var now = clock.GetUtcNow();
        var stored = new StoredMfaChallenge(hash, subject, [.. factors], now + options.CurrentValue.ChallengeLifetime);
        await challenges.AddAsync(stored, now, cancellationToken).ConfigureAwait(false);
        await announcer.RaiseAsync(MfaEventTypes.ChallengeCreated, subject, refusal: null, cancellationToken).ConfigureAwait(false);
        return new MfaSignIn.ChallengeRequired(new MfaChallenge(token, OfferedMethods.Of(set), stored.ExpiresAt));
    }

    internal async ValueTask<IReadOnlyList<MfaMethod>?> GetMethodsAsync(string? challengeToken, CancellationToken cancellationToken)
    {
        if (await FindAsync(challengeToken, cancellationToken).ConfigureAwait(false) is not { } challenge)
        {
            return null;
        }

        return OfferedMethods.Of(await store.GetAsync(challenge.Subject, cancellationToken).ConfigureAwait(false));
    }

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
        return Verified(challenge.Subject, method, challenge.Factors, now);
    }

    internal async ValueTask<MfaVerification> VerifyStepUpAsync(
        string subject, MfaMethod method, string? code, CancellationToken cancellationToken)
    {
        var set = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        var verdict = await verification.VerifyAsync(
            subject, method, code, OfferedMethods.CandidatesOf(set, method), StepUpScope, cancellationToken).ConfigureAwait(false);
        if (verdict.ToRefusal() is { } refusal)
        {
            return refusal;
        }

        await announcer.FactorUsedAsync(subject, method, set.RecoveryCodesLeft, cancellationToken).ConfigureAwait(false);
        return Verified(subject, method, [], clock.GetUtcNow());
    }

    private const string StepUpScope = "step_up";

    private static string ScopeOf(StoredMfaChallenge challenge) => $"sign_in:{Convert.ToHexStringLower(challenge.TokenHash)}";

    private static MfaVerification.Verified Verified(
        string subject, MfaMethod method, IReadOnlyList<AuthenticationFactor> earlier, DateTimeOffset now)
    {
        var factor = new AuthenticationFactor(MfaMethods.AuthenticationMethodOf(method), now);
        AuthenticationFactor[] factors = [.. earlier, factor];
        return new MfaVerification.Verified(subject, factor, factors, AssuranceCalculator.LevelOf(factors));
    }

    private async ValueTask<StoredMfaChallenge?> FindAsync(string? challengeToken, CancellationToken cancellationToken) =>
        BearerToken.TryHash(challengeToken) is { } hash
            ? await challenges.FindAsync(hash, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false)
            : null;
}
