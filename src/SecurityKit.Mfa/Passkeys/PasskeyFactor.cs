namespace SecurityKit.Mfa;

/// <summary>A passkey of a subject that is known: as the second step of a sign-in, or for a step-up. The 'code' is the browser's answer.</summary>
internal sealed class PasskeyFactor(PasskeyPrompts prompts, PasskeyVerifier verifier, PasskeySupport support) : IFactor
{
    public MfaMethod Method => MfaMethod.Passkey;

    public string? Normalize(string? code) =>
        support.IsAvailable && code is { Length: > 0 and <= PasskeyChallenge.MaxAnswerCharacters } ? code : null;

    public async ValueTask<FactorResult> VerifyAsync(FactorAttempt attempt, CancellationToken cancellationToken)
    {
        var scope = PasskeyPrompts.ScopeOf(attempt.Scope, attempt.Subject, binding: null);
        var state = await prompts.TakeAsync(attempt.Code, scope, cancellationToken).ConfigureAwait(false);
        var proof = state is null
            ? null
            : await verifier.VerifyAsync(state, attempt.Code, attempt.Subject, cancellationToken).ConfigureAwait(false);
        return proof is null
            ? new FactorResult(FactorStatus.Invalid)
            : new FactorResult(FactorStatus.Verified, proof.AuthenticatorId) { ProvenMethod = proof.Method };
    }
}
