using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SecurityKit.Sessions.Tests;

/// <summary>A client that holds a key and makes proofs.</summary>
internal sealed class DpopClient : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal string Thumbprint
    {
        get
        {
            using var read = PublicJsonWebKey.TryRead(JsonSerializer.SerializeToElement(Jwk()));
            return read!.Thumbprint;
        }
    }

    internal string Prove(
        DateTimeOffset at, string method = "POST", string uri = "https://api.example/token", string? accessToken = null,
        Action<Dictionary<string, object>>? changeHeader = null, Action<Dictionary<string, object>>? changeClaims = null)
    {
        var header = new Dictionary<string, object> { ["typ"] = "dpop+jwt", ["alg"] = "ES256", ["jwk"] = Jwk() };
        var claims = new Dictionary<string, object>
        {
            ["jti"] = Guid.NewGuid().ToString(),
            ["htm"] = method,
            ["htu"] = uri,
            ["iat"] = at.ToUnixTimeSeconds(),
        };
        if (accessToken is not null)
        {
            claims["ath"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)));
        }

        changeHeader?.Invoke(header);
        changeClaims?.Invoke(claims);
        var input = Encode(header) + "." + Encode(claims);
        return $"{input}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256))}";
    }

    public void Dispose() => _key.Dispose();

    private Dictionary<string, object> Jwk()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return new() { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y) };
    }

    private static string Encode(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
