using SecurityKit.Crypto;

namespace SecurityKit.Mfa;

internal sealed class RecoveryCodeFactor(IAuthenticatorStore store, IKeyedHasher hasher) : IFactor
{
    public MfaMethod Method => MfaMethod.RecoveryCode;

    public string? Normalize(string? code) => RecoveryCodes.Normalize(code);

    public async ValueTask<FactorResult> VerifyAsync(FactorAttempt attempt, CancellationToken cancellationToken)
    {
        var hash = RecoveryCodes.Hash(hasher, attempt.Subject, attempt.Code);
        var isSpent = await store.TrySpendRecoveryCodeAsync(attempt.Subject, hash, cancellationToken).ConfigureAwait(false);
        return new FactorResult(isSpent ? FactorStatus.Verified : FactorStatus.Invalid);
    }
}
