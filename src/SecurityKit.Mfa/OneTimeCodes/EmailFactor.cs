using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Mfa;

internal sealed class EmailFactor(
    IOneTimeCodeStore codes, IAuthenticatorStore authenticators, IKeyedHasher hasher, TimeProvider clock, IOptionsMonitor<MfaOptions> options)
    : SentCodeFactor(MfaMethod.Email, codes, authenticators, hasher, clock, options);
