using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace SecurityKit.Sessions;

/// <summary>SHA-256 of a token's text, as a dictionary key.</summary>
internal readonly record struct TokenDigest(ulong A, ulong B, ulong C, ulong D)
{
    internal static TokenDigest Of(string token)
    {
        Span<byte> bytes = stackalloc byte[CompactJws.MaxLength];
        var length = Encoding.UTF8.GetBytes(token, bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], hash);
        var words = MemoryMarshal.Cast<byte, ulong>(hash);
        return new TokenDigest(words[0], words[1], words[2], words[3]);
    }

    public override int GetHashCode() => A.GetHashCode();
}
