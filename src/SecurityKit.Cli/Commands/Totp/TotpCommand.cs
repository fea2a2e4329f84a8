using System.CommandLine;
using SecurityKit.Mfa;

namespace SecurityKit.Cli;

/// <summary><c>totp</c>: keys of authenticator apps.</summary>
internal static class TotpCommand
{
    internal static Command Create(CommonOptions common) => new Command("totp", "Authenticator apps: key URI, QR code in the terminal, codes.").With(
        TotpUriCommand.Create(common), TotpQrCommand.Create(common), TotpVerifyCommand.Create(common));

    internal static Option<FileInfo?> KeyFileOption() => new("--key-file")
    {
        Description = "The file with the key: an otpauth:// URI or the secret as base32. Default: standard input.",
    };

    /// <summary>A key given as URI, or as base32 with the default parameters.</summary>
    internal static TotpKey Read(string text) => text.StartsWith("otpauth:", StringComparison.OrdinalIgnoreCase)
        ? TotpKey.Parse(text)
        : TotpKey.FromBase32("SecurityKit", "account", text, TotpParameters.Default);
}
