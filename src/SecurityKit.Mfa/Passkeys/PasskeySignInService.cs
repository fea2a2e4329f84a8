namespace SecurityKit.Mfa;

/// <summary>Signs in with a passkey alone, and makes the prompts for passkeys as a second step and for step-ups.</summary>
internal sealed class PasskeySignInService(
    PasskeySupport support, PasskeyPrompts prompts, PasskeyProtector protector, PasskeyVerifier verifier, IAuthenticatorStore store,
    SignInService signIn, FactorVerification verification, TimeProvider clock)
{
    private const string Purpose = "sign_in";

    internal async ValueTask<PasskeyStart> BeginAsync(string? binding, CancellationToken cancellationToken)
    {
        if (!support.IsAvailable)
        {
            return new PasskeyStart.Unavailable();
        }

        var prompt = await support.Protocol.PromptUseAsync(subject: null, [], cancellationToken).ConfigureAwait(false);
        return await prompts.OpenAsync(prompt, PasskeyPrompts.ScopeOf(Purpose, string.Empty, binding), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// No guesses are counted: an answer is good only with a signature over a challenge of ours, and until it is good, whose it is said to be
    /// must not cost that person anything.
    /// </summary>
    internal async ValueTask<MfaVerification> SignInAsync(string? credentialJson, string? binding, CancellationToken cancellationToken)
    {
        if (!support.IsAvailable)
        {
            return new MfaVerification.Invalid();
        }

        // Taken before anything is read: revoking all of the subject's sessions while the answer is judged stops this sign-in too.
        var begun = clock.GetUtcNow();
        var state = await prompts.TakeAsync(credentialJson, PasskeyPrompts.ScopeOf(Purpose, string.Empty, binding), cancellationToken).ConfigureAwait(false);
        var proof = state is null
            ? null
            : await verifier.VerifyAsync(state, credentialJson!, expected: null, cancellationToken).ConfigureAwait(false);
        await verification.ReportAsync(proof?.Subject, MfaMethod.Passkey, proof is null ? "invalid" : null, cancellationToken).ConfigureAwait(false);
        if (proof is null)
        {
            return new MfaVerification.Invalid();
        }

        var factor = new AuthenticationFactor(proof.Method, begun);
        return new MfaVerification.Verified(proof.Subject, factor, [factor], AssuranceCalculator.LevelOf([factor]));
    }

    internal async ValueTask<PasskeyStart> BeginChallengeAsync(string? challengeToken, CancellationToken cancellationToken) =>
        await signIn.FindAsync(challengeToken, cancellationToken).ConfigureAwait(false) is { } challenge
            ? await PromptAsync(challenge.Subject, SignInService.ScopeOf(challenge), cancellationToken).ConfigureAwait(false)
            : new PasskeyStart.ChallengeNotFound();

    internal ValueTask<PasskeyStart> BeginStepUpAsync(string subject, string? binding, CancellationToken cancellationToken) =>
        PromptAsync(subject, SignInService.StepUpScopeOf(binding), cancellationToken);

    private async ValueTask<PasskeyStart> PromptAsync(string subject, string scope, CancellationToken cancellationToken)
    {
        if (!support.IsAvailable)
        {
            return new PasskeyStart.Unavailable();
        }

        var credentials = protector.AllOf(await store.GetAsync(subject, cancellationToken).ConfigureAwait(false));
        if (credentials.Count == 0)
        {
            return new PasskeyStart.NotEnrolled();
        }

        var prompt = await support.Protocol.PromptUseAsync(subject, credentials, cancellationToken).ConfigureAwait(false);
        return await prompts.OpenAsync(prompt, PasskeyPrompts.ScopeOf(scope, subject, binding: null), cancellationToken).ConfigureAwait(false);
    }
}
