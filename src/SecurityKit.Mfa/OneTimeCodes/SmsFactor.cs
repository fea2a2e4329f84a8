using SecurityKit.Crypto;

namespace SecurityKit.Mfa;

internal sealed class SmsFactor(IOneTimeCodeStore codes, IAuthenticatorStore authenticators, IKeyedHasher hasher, TimeProvider clock)
    : SentCodeFactor(MfaMethod.Sms, codes, authenticators, hasher, clock);
