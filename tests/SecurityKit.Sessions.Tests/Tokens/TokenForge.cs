using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions.Tests;

/// <summary>Makes access tokens that are right but for what a test changes, under the ring's key or a foreign one.</summary>
internal sealed class TokenForge(SessionHost host, Session session)
{
    internal SigningKeySet Keys => host.Get<ISigningKeyRing>().Current;

    private long Now => host.Clock.GetUtcNow().ToUnixTimeSeconds();

    internal Dictionary<string, object> Claims() => new()
    {
        ["iss"] = "securitykit",
        ["aud"] = "securitykit",
        ["sub"] = "ada",
        ["sid"] = session.Id.ToString(),
        ["jti"] = "token",
        ["iat"] = Now,
        ["nbf"] = Now,
        ["exp"] = Now + 60,
        ["auth_time"] = Now,
        ["acr"] = "aal1",
        ["amr"] = new[] { "pwd" },
    };

    internal string Sign(Action<Dictionary<string, object>>? change = null, string type = "at+jwt")
    {
        var claims = Claims();
        change?.Invoke(claims);
        return JwtWriter.Write(Keys.Active, type, writer =>
        {
            foreach (var (name, value) in claims)
            {
                writer.WritePropertyName(name);
                JsonSerializer.Serialize(writer, value);
            }
        });
    }

    internal string SignWith(ECDsa key, string? keyId, string furtherHeader = "")
    {
        var id = keyId is null ? string.Empty : $",\"kid\":\"{keyId}\"";
        var input = Encode($$"""{"alg":"ES256","typ":"at+jwt"{{id}}{{furtherHeader}}}""") + "." + Encode(JsonSerializer.Serialize(Claims()));
        return $"{input}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256))}";
    }

    internal string SignWithRing(string furtherHeader)
    {
        var input = Encode($$"""{"alg":"ES256","typ":"at+jwt","kid":"{{Keys.Active.Id}}"{{furtherHeader}}}""") + "." + Encode(JsonSerializer.Serialize(Claims()));
        return $"{input}.{Base64Url.EncodeToString(Keys.Active.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    internal static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
