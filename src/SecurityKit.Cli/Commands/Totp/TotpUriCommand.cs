using System.CommandLine;
using SecurityKit.Mfa;

namespace SecurityKit.Cli;

/// <summary><c>totp uri</c>.</summary>
internal static class TotpUriCommand
{
    private const int DefaultPeriodSeconds = 30;

    internal static Command Create(CommonOptions common)
    {
        var issuer = new Option<string>("--issuer") { Description = "Whose account it is for.", Required = true };
        var account = new Option<string>("--account") { Description = "The account's name.", Required = true };
        var keyFile = new Option<FileInfo?>("--key-file") { Description = "The file with the secret as base32. Default: a new random secret." };
        var algorithm = new Option<TotpAlgorithm>("--algorithm") { Description = "Sha1 (what every app knows), Sha256 or Sha512.", DefaultValueFactory = _ => TotpAlgorithm.Sha1 };
        var digits = new Option<int>("--digits") { Description = "6 or 8.", DefaultValueFactory = _ => 6 };
        var period = new Option<int>("--period") { Description = "Seconds a code lasts, 15 to 300.", DefaultValueFactory = _ => DefaultPeriodSeconds };
        return new Command("uri", "Prints a key URI, of a new secret or of a given one. It holds the secret: keep it out of logs.")
            .With(issuer, account, keyFile, algorithm, digits, period)
            .Does(common, async (invocation, token) =>
            {
                var parameters = new TotpParameters(invocation.Get(algorithm), invocation.Get(digits), TimeSpan.FromSeconds(invocation.Get(period)));
                using var key = invocation.Get(keyFile) is { } file
                    ? TotpKey.FromBase32(
                        invocation.Get(issuer)!, invocation.Get(account)!,
                        await SecretInput.ReadLineAsync(file, "secret", token).ConfigureAwait(false), parameters)
                    : TotpKey.Create(invocation.Get(issuer)!, invocation.Get(account)!, parameters);
                invocation.Output.Result(new { uri = key.ToUri() }, result => invocation.Output.Line(result.uri));
                return ExitCodes.Ok;
            });
    }
}
