using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Mfa;

internal sealed class TotpFactor(
    IAuthenticatorStore store, IEncryptor encryptor, TimeProvider clock, IOptionsMonitor<MfaOptions> options) : IFactor
{
    internal const string EncryptionPurpose = "mfa.totp.secret";

    private readonly IEncryptor _encryptor = encryptor.ForPurpose(EncryptionPurpose);

    public MfaMethod Method => MfaMethod.Totp;

    public string? Normalize(string? code) => NumericCode.Normalize(code, minDigits: 6, maxDigits: 8);

    public async ValueTask<FactorResult> VerifyAsync(FactorAttempt attempt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var status = FactorStatus.Invalid;
        foreach (var authenticator in attempt.Candidates)
        {
            if (FindStep(authenticator, attempt.Code, now) is not { } step)
            {
                continue;
            }

            if (!authenticator.IsActive)
            {
                return new FactorResult(FactorStatus.Verified, authenticator.Id, step);
            }

            if (await store.TryAdvanceStepAsync(authenticator.Id, step, now, cancellationToken).ConfigureAwait(false))
            {
                return new FactorResult(FactorStatus.Verified, authenticator.Id);
            }

            status = FactorStatus.Replayed;
        }

        return new FactorResult(status);
    }

    private long? FindStep(Authenticator authenticator, string code, DateTimeOffset now)
    {
        using var secret = TotpSecret.Unprotect(_encryptor, authenticator);
        using var generator = secret.CreateGenerator();
        return generator.FindStep(code, now, (int)options.CurrentValue.Totp.Tolerance);
    }
}
