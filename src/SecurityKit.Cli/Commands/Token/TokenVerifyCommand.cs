using System.CommandLine;
using System.Globalization;
using System.Net.Http;
using SecurityKit.Sessions;

namespace SecurityKit.Cli;

/// <summary><c>token verify</c>.</summary>
internal static class TokenVerifyCommand
{
    private const int MaxKeySetBytes = 256 * 1024;
    private static readonly TimeSpan FetchLimit = TimeSpan.FromSeconds(15);

    internal static Command Create(CommonOptions common)
    {
        var file = TokenCommand.TokenFileOption();
        var jwks = new Option<string>("--jwks") { Description = "The key set: a file, or an https URL (http on this machine only).", Required = true };
        var issuer = new Option<string>("--issuer") { Description = "Who must have issued it.", DefaultValueFactory = _ => "securitykit" };
        var audience = new Option<string>("--audience") { Description = "For whom it must be.", DefaultValueFactory = _ => "securitykit" };
        return new Command("verify", "Verifies an access token's signature, type, issuer, audience and time. Whether its session lives on only the host can tell.")
            .With(file, jwks, issuer, audience)
            .Does(common, async (invocation, token) =>
            {
                var text = (await SecretInput.ReadLineAsync(invocation.Get(file), "token", token).ConfigureAwait(false)).Trim();
                using var verifier = OfflineTokenVerifier.Parse(await ReadKeySetAsync(invocation.Get(jwks)!, token).ConfigureAwait(false));
                var now = TimeProvider.System.GetUtcNow();
                var found = verifier.Verify(text, invocation.Get(issuer)!, invocation.Get(audience)!, now);
                var answer = new TokenAnswer(found.IsValid, found.Status.ToString(), found.Claims?.Subject, found.Claims?.SessionId.ToString(), found.Claims?.ExpiresAt);
                invocation.Output.Result(answer, _ => Show(invocation.Output, answer));
                return found.IsValid ? ExitCodes.Ok : ExitCodes.No;
            });
    }

    private static void Show(ToolOutput output, TokenAnswer answer)
    {
        if (!answer.Valid)
        {
            output.Line($"Refused: {answer.Status}.");
            return;
        }

        output.Line("Signature, type, issuer, audience and time are right; whether the session lives on was not asked.");
        output.Line($"subject {answer.Subject}, session {answer.SessionId}, until {answer.ExpiresAt!.Value.ToString("u", CultureInfo.InvariantCulture)}");
    }

    private static async ValueTask<byte[]> ReadKeySetAsync(string place, CancellationToken cancellationToken)
    {
        if (!place.Contains("://", StringComparison.Ordinal))
        {
            return await File.ReadAllBytesAsync(Path.GetFullPath(place), cancellationToken).ConfigureAwait(false);
        }

        var address = OutsideAddress.Parse(place);
        using var client = new HttpClient { Timeout = FetchLimit, MaxResponseContentBufferSize = MaxKeySetBytes };
        return await client.GetByteArrayAsync(address, cancellationToken).ConfigureAwait(false);
    }

    private sealed record TokenAnswer(bool Valid, string Status, string? Subject, string? SessionId, DateTimeOffset? ExpiresAt);
}
