using System.Buffers.Text;
using System.Security.Cryptography;

namespace SecurityKit.Mfa;

/// <summary>256 random bits as base64url. With that much entropy a plain SHA-256 is a safe look-up key.</summary>
internal static class BearerToken
{
    private const int TokenBytes = 32;
    private const int TokenCharacters = 43;

    internal static (string Token, byte[] Hash) Create()
    {
        Span<byte> random = stackalloc byte[TokenBytes];
        RandomNumberGenerator.Fill(random);
        var created = (Base64Url.EncodeToString(random), SHA256.HashData(random));
        CryptographicOperations.ZeroMemory(random);
        return created;
    }

    /// <summary>The hash of a token; null when the text cannot be one.</summary>
    internal static byte[]? TryHash(string? token)
    {
        if (token is not { Length: TokenCharacters } || !Base64Url.IsValid(token))
        {
            return null;
        }

        Span<byte> random = stackalloc byte[TokenBytes];
        var isToken = Base64Url.TryDecodeFromChars(token, random, out var written) && written == TokenBytes;
        return isToken ? SHA256.HashData(random) : null;
    }
}
