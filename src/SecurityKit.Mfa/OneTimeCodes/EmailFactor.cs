using SecurityKit.Crypto;

namespace SecurityKit.Mfa;

internal sealed class EmailFactor(IOneTimeCodeStore codes, IAuthenticatorStore authenticators, IKeyedHasher hasher, TimeProvider clock)
    : SentCodeFactor(MfaMethod.Email, codes, authenticators, hasher, clock);
