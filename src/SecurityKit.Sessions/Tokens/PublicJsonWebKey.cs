using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions;

/// <summary>A P-256 public key as a client sends it in a token's header (RFC 7517, RFC 7518 section 6.2), with its thumbprint.</summary>
internal sealed class PublicJsonWebKey : IDisposable
{
    private const int CoordinateBytes = 32;

    private PublicJsonWebKey(ECDsa key, string thumbprint)
    {
        Key = key;
        Thumbprint = thumbprint;
    }

    internal ECDsa Key { get; }

    /// <summary>SHA-256 over the required members in order (RFC 7638), base64url.</summary>
    internal string Thumbprint { get; }

    /// <summary>Null for any other kind of key, for one of another use, and for one that gives away its private part.</summary>
    internal static PublicJsonWebKey? TryRead(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object || jwk.TryGetProperty("d", out _)
            || JsonWebKeyMembers.Text(jwk, "kty") != "EC" || JsonWebKeyMembers.Text(jwk, "crv") != "P-256"
            || !JsonWebKeyMembers.MayVerify(jwk, nameof(SigningAlgorithm.ES256))
            || JsonWebKeyMembers.Bytes(jwk, "x") is not { Length: CoordinateBytes } x || JsonWebKeyMembers.Bytes(jwk, "y") is not { Length: CoordinateBytes } y)
        {
            return null;
        }

        try
        {
            // The import refuses a point that is not on the curve.
            var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
            return new PublicJsonWebKey(key, ThumbprintOf(x, y));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Dispose() => Key.Dispose();

    private static string ThumbprintOf(byte[] x, byte[] y) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(
        $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(x)}}","y":"{{Base64Url.EncodeToString(y)}}"}""")));
}
