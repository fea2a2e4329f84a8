using System.Globalization;
using System.Text;

namespace SecurityKit.Mfa;

/// <summary>
/// Builds <c>otpauth://totp/Issuer:account?secret=...</c>. Issuer and account are UTF-8, percent-encoded: names in any script survive.
/// </summary>
internal static class TotpUri
{
    internal static string Build(string issuer, string accountName, string secretBase32, TotpParameters parameters)
    {
        var uri = new StringBuilder("otpauth://totp/", 256);
        var escapedIssuer = Uri.EscapeDataString(issuer);
        uri.Append(escapedIssuer).Append(':').Append(Uri.EscapeDataString(accountName));
        uri.Append("?secret=").Append(secretBase32);
        uri.Append("&issuer=").Append(escapedIssuer);
        uri.Append("&algorithm=").Append(NameOf(parameters.Algorithm));
        uri.Append(CultureInfo.InvariantCulture, $"&digits={parameters.Digits}&period={(int)parameters.Period.TotalSeconds}");
        return uri.ToString();
    }

    private static string NameOf(TotpAlgorithm algorithm) => algorithm switch
    {
        TotpAlgorithm.Sha1 => "SHA1",
        TotpAlgorithm.Sha256 => "SHA256",
        _ => "SHA512",
    };
}
