using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Mfa;

internal sealed class SmsFactor(
    IOneTimeCodeStore codes, IAuthenticatorStore authenticators, IKeyedHasher hasher, TimeProvider clock, IOptionsMonitor<MfaOptions> options)
    : SentCodeFactor(MfaMethod.Sms, codes, authenticators, hasher, clock, options);
