using System.Globalization;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions;

/// <summary>
/// A key that was superseded verifies until the last token it signed has expired. That token may have been signed later than the key was superseded:
/// by a node that had not heard of it yet, or whose clock is behind.
/// </summary>
internal sealed class SigningGraceValidator(IOptions<CryptoOptions> crypto) : IValidateOptions<SessionOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        CryptoOptions keys;
        try
        {
            keys = crypto.Value;
        }
        catch (OptionsValidationException)
        {
            // Told by their own validator.
            return ValidateOptionsResult.Skip;
        }

        var needed = options.Tokens.AccessTokenLifetime + options.Tokens.ClockSkew + keys.RefreshInterval;
        return keys.SigningRing.Grace >= needed
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"{CryptoOptions.Section}:SigningRing:Grace is {keys.SigningRing.Grace}: a signing key would be withdrawn before the last token it signed expires. Set it to {needed} or more (access token lifetime, clock skew and refresh interval together), or shorten {SessionOptions.Section}:Tokens:AccessTokenLifetime."));
    }
}
