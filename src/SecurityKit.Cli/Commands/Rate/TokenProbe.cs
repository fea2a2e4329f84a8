using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;

namespace SecurityKit.Cli;

/// <summary>Shows the host tokens that nobody signed. With a token of the operator's it uses that one's claims, else it has to guess them.</summary>
internal sealed class TokenProbe(HostVisit visit, TimeProvider clock)
{
    private const string GuessedName = "securitykit";
    private static readonly string[] Paths = ["me", "status"];
    private static readonly string[] Unsigned = ["none", "None"];
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    internal async ValueTask<PostureFinding> LookAsync(string? bearer, CancellationToken cancellationToken)
    {
        var forged = Forge(bearer);
        List<string> accepted = [], unclear = [], refused = [];
        foreach (var path in Paths)
        {
            var stranger = await visit.AskApiAsync(path, with: null, cancellationToken).ConfigureAwait(false);
            if (stranger.Status != HttpStatusCode.Unauthorized)
            {
                unclear.Add($"{stranger.Address.AbsolutePath} answers {(int)stranger.Status} without any token");
                continue;
            }

            foreach (var (kind, token) in forged)
            {
                var answer = await visit.AskApiAsync(path, headers => headers.Authorization = new AuthenticationHeaderValue("Bearer", token), cancellationToken).ConfigureAwait(false);
                var told = $"{answer.Address.AbsolutePath} answers {(int)answer.Status} to a token {kind}";
                // 403 says that it believes who is asking.
                var pile = answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest ? refused
                    : (int)answer.Status is (>= 200 and < 300) or (int)HttpStatusCode.Forbidden ? accepted
                    : unclear;
                pile.Add(told);
            }
        }

        return Found.Finding(
            "outside.tokens.unsigned", "Tokens that nobody signed are refused.",
            accepted.Count > 0 ? PostureStatus.Failed : refused.Count > 0 && unclear.Count == 0 ? PostureStatus.Passed : PostureStatus.Partial,
            accepted.Count > 0 ? string.Join("; ", accepted) + "."
                : unclear.Count > 0 ? $"Not shown: {string.Join("; ", unclear)}."
                : string.Join("; ", refused) + ".",
            accepted.Count > 0 ? "Verify the signature of every token with the algorithm that its key is for; the kit's own handler does."
                : "Give the address at which the API is mapped, where /me and /status ask for a token.",
            weight: 9);
    }

    private List<(string Kind, string Token)> Forge(string? bearer)
    {
        var parts = bearer?.Split('.');
        var claims = parts is [_, { Length: > 0 } payload, _] ? payload : Base64Url.EncodeToString(GuessClaims());
        var forged = Unsigned
            .Select(algorithm => ($"of algorithm '{algorithm}'", $"{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { alg = algorithm, typ = "at+jwt" }))}.{claims}."))
            .ToList();
        if (parts is [var header, _, { Length: > 2 } signature])
        {
            // In the middle: the last character may carry bits that do not count.
            var middle = signature.Length / 2;
            var changed = $"{signature[..middle]}{(signature[middle] == 'A' ? 'B' : 'A')}{signature[(middle + 1)..]}";
            forged.Add(("whose signature was changed", $"{header}.{claims}.{changed}"));
        }

        return forged;
    }

    private byte[] GuessClaims()
    {
        var now = clock.GetUtcNow();
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            iss = GuessedName,
            aud = GuessedName,
            sub = "securitykit-rate",
            sid = Guid.NewGuid().ToString("N"),
            jti = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)),
            iat = now.ToUnixTimeSeconds(),
            nbf = now.ToUnixTimeSeconds(),
            exp = (now + Lifetime).ToUnixTimeSeconds(),
        });
    }
}
