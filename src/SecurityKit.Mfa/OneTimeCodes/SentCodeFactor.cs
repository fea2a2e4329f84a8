using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Mfa;

/// <summary>Codes that were sent: a guess is taken from the code in the store before the hash is compared, and the code is spent there.</summary>
internal abstract class SentCodeFactor(
    MfaMethod method, IOneTimeCodeStore codes, IAuthenticatorStore authenticators, IKeyedHasher hasher, TimeProvider clock,
    IOptionsMonitor<MfaOptions> options) : IFactor
{
    public MfaMethod Method => method;

    public string? Normalize(string? code) =>
        options.CurrentValue.DisabledMethods.Contains(method) ? null : NumericCode.Normalize(code, SentCode.Digits, SentCode.Digits);

    public async ValueTask<FactorResult> VerifyAsync(FactorAttempt attempt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var status = FactorStatus.Invalid;
        foreach (var authenticator in attempt.Candidates)
        {
            var id = SentCode.IdOf(authenticator.Id, attempt.Scope);
            var hash = await codes.TryTakeGuessAsync(id, now, cancellationToken).ConfigureAwait(false);
            if (hash is null || !hasher.Verify(SentCode.HashPurpose, SentCode.HashedDataOf(id, attempt.Code), hash))
            {
                continue;
            }

            if (!await codes.TrySpendAsync(id, hash, cancellationToken).ConfigureAwait(false))
            {
                status = FactorStatus.Replayed;
                continue;
            }

            // Gone since it was read: the code proves nothing any more.
            var isThere = !authenticator.IsActive
                || await authenticators.TryTouchAsync(authenticator.Id, now, cancellationToken).ConfigureAwait(false);
            return isThere ? new FactorResult(FactorStatus.Verified, authenticator.Id) : new FactorResult(FactorStatus.Invalid);
        }

        return new FactorResult(status);
    }
}
