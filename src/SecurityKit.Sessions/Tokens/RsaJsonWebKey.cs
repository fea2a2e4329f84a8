using System.Security.Cryptography;
using System.Text.Json;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions;

/// <summary>Reads RSA public keys of a key set (RFC 7518, section 6.3).</summary>
internal static class RsaJsonWebKey
{
    private const int MinModulusBits = 2048;
    private const int MaxModulusBytes = 1024;
    private const int MaxExponentBytes = 4;
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth"];

    /// <summary>
    /// Null for any other kind of key, for one of another use, for one that gives away its private part, and for one whose size makes it weak or costly:
    /// 2,048 to 8,192 bits, an odd exponent from 65,537 (FIPS 186-5) to 32 bits.
    /// </summary>
    internal static RSA? TryRead(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object || PrivateMembers.Any(name => jwk.TryGetProperty(name, out _))
            || JsonWebKeyMembers.Text(jwk, "kty") != "RSA" || !JsonWebKeyMembers.MayVerify(jwk, nameof(SigningAlgorithm.RS256))
            || JsonWebKeyMembers.Bytes(jwk, "n") is not { Length: <= MaxModulusBytes } modulus
            || JsonWebKeyMembers.Bytes(jwk, "e") is not { Length: <= MaxExponentBytes } exponent
            || modulus[0] == 0 || exponent[0] == 0 || !IsLargeEnough(exponent))
        {
            return null;
        }

        var key = RSA.Create();
        try
        {
            key.ImportParameters(new RSAParameters { Modulus = modulus, Exponent = exponent });
            if (key.KeySize >= MinModulusBits)
            {
                return key;
            }
        }
        catch (CryptographicException)
        {
            // No key: as below.
        }

        key.Dispose();
        return null;
    }

    private static bool IsLargeEnough(byte[] exponent)
    {
        var value = exponent.Aggregate(0L, (sum, one) => (sum << 8) | one);
        return value >= 65_537 && long.IsOddInteger(value);
    }
}
