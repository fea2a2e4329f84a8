using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace SecurityKit.Sessions;

/// <summary>
/// The text of a session token: <c>session id "." secret</c>, 40 hex digits, a dot, 43 characters of base64url (256 random bits).
/// The id finds the session, the hash of the whole text opens it.
/// </summary>
internal static class SessionToken
{
    internal const int Length = SessionId.TextLength + 1 + SecretLength;

    private const int SecretBytes = 32;
    private const int SecretLength = 43;

    internal static string New(SessionId id)
    {
        Span<byte> secret = stackalloc byte[SecretBytes];
        RandomNumberGenerator.Fill(secret);
        var token = $"{id}.{Base64Url.EncodeToString(secret)}";
        CryptographicOperations.ZeroMemory(secret);
        return token;
    }

    internal static bool TryReadId(ReadOnlySpan<char> token, out SessionId id)
    {
        id = default;
        return token.Length == Length && token[SessionId.TextLength] == '.' && SessionId.TryParse(token[..SessionId.TextLength], null, out id);
    }

    /// <summary>Hashes without allocating. The token has been through <see cref="TryReadId"/>; other than ASCII simply does not match.</summary>
    internal static void Hash(ReadOnlySpan<char> token, Span<byte> destination)
    {
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(Length)];
        var count = Encoding.UTF8.GetBytes(token, bytes);
        SHA256.HashData(bytes[..count], destination);
        CryptographicOperations.ZeroMemory(bytes);
    }

    /// <summary>
    /// Whether a token is the one that was hashed, in constant time: four words are compared whatever they hold. <see cref="CryptographicOperations.FixedTimeEquals"/>
    /// goes byte by byte without the compiler's help, which is a third of what a whole validation takes.
    /// </summary>
    internal static bool HasHash(ReadOnlySpan<char> token, ReadOnlySpan<byte> expected)
    {
        if (expected.Length != SHA256.HashSizeInBytes)
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(token, hash);
        var given = MemoryMarshal.Cast<byte, ulong>(hash);
        var wanted = MemoryMarshal.Cast<byte, ulong>(expected);
        return ((given[0] ^ wanted[0]) | (given[1] ^ wanted[1]) | (given[2] ^ wanted[2]) | (given[3] ^ wanted[3])) == 0;
    }

    internal static byte[] Hash(string token)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        Hash(token, hash);
        return hash;
    }
}
