using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SecurityKit.Identity;

/// <summary>256-bit random texts and the hashes they are kept as. No salt and no slow hash: there is nothing to guess.</summary>
internal static class BearerSecret
{
    internal const int SecretBytes = 32;
    internal const int TextLength = 43;

    internal static string New()
    {
        Span<byte> secret = stackalloc byte[SecretBytes];
        RandomNumberGenerator.Fill(secret);
        return Base64Url.EncodeToString(secret);
    }

    internal static string Hash(string secret)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(secret), hash);
        return Convert.ToHexStringLower(hash);
    }

    internal static bool HasForm(string? presented) => presented is { Length: TextLength } && Base64Url.IsValid(presented);
}
