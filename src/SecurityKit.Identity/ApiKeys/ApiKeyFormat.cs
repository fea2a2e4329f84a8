using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace SecurityKit.Identity;

/// <summary>
/// The text of an API key, in lower-case letters and digits so that a double click selects it and a scanner finds it:
/// <code>
/// kit _ 16 characters _ 52 characters 7 characters
/// |     |               |             CRC-32 of everything before it
/// |     id (80 bits)    secret (256 bits)
/// prefix
/// </code>
/// Base 32 with the digits <c>0-9a-v</c> (RFC 4648, extended hex, without padding). A scanner checks the CRC and needs no server.
/// </summary>
internal static class ApiKeyFormat
{
    internal const int IdLength = 16;
    internal const int SecretLength = 52;
    internal const int ChecksumLength = 7;
    internal const int MaxPrefixLength = 12;

    private const int IdBytes = 10;
    private const int SecretBytes = 32;
    private const string Digits = "0123456789abcdefghijklmnopqrstuv";

    private static readonly SearchValues<char> DigitValues = SearchValues.Create(Digits);
    private static readonly SearchValues<char> PrefixValues = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz");

    internal static (string Id, string Key, byte[] SecretHash) New(string prefix)
    {
        Span<byte> random = stackalloc byte[IdBytes + SecretBytes];
        RandomNumberGenerator.Fill(random);
        var id = Encode(random[..IdBytes]);
        var secret = Encode(random[IdBytes..]);
        CryptographicOperations.ZeroMemory(random);
        var body = $"{prefix}_{id}_{secret}";
        return (id, body + Checksum(body), HashSecret(secret));
    }

    /// <summary>The id and the secret's hash of a key that has the right form and checksum; null id otherwise.</summary>
    internal static (string? Id, string Prefix) Parse(ReadOnlySpan<char> presented, Span<byte> secretHash)
    {
        const int Tail = 1 + IdLength + 1 + SecretLength + ChecksumLength;
        var prefixLength = presented.Length - Tail;
        if (prefixLength is < 1 or > MaxPrefixLength)
        {
            return (null, string.Empty);
        }

        var prefix = presented[..prefixLength];
        var id = presented.Slice(prefixLength + 1, IdLength);
        var secret = presented.Slice(prefixLength + 1 + IdLength + 1, SecretLength);
        var hasForm = presented[prefixLength] == '_' && presented[prefixLength + 1 + IdLength] == '_'
            && !prefix.ContainsAnyExcept(PrefixValues) && !id.ContainsAnyExcept(DigitValues) && !secret.ContainsAnyExcept(DigitValues);
        if (!hasForm || !HasChecksum(presented))
        {
            return (null, string.Empty);
        }

        HashSecret(secret, secretHash);
        return (id.ToString(), prefix.ToString());
    }

    private static byte[] HashSecret(string secret)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        HashSecret(secret, hash);
        return hash;
    }

    private static void HashSecret(ReadOnlySpan<char> secret, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[SecretLength];
        Encoding.ASCII.GetBytes(secret, bytes);
        SHA256.HashData(bytes, hash);
        CryptographicOperations.ZeroMemory(bytes);
    }

    private static bool HasChecksum(ReadOnlySpan<char> presented)
    {
        Span<char> expected = stackalloc char[ChecksumLength];
        Checksum(presented[..^ChecksumLength], expected);
        return presented[^ChecksumLength..].SequenceEqual(expected);
    }

    private static string Checksum(string body)
    {
        Span<char> checksum = stackalloc char[ChecksumLength];
        Checksum(body, checksum);
        return checksum.ToString();
    }

    private static void Checksum(ReadOnlySpan<char> body, Span<char> target)
    {
        var crc = Crc32.Of(body);
        for (var i = target.Length - 1; i >= 0; i--)
        {
            target[i] = Digits[(int)(crc & 31)];
            crc >>= 5;
        }
    }

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var b in bytes)
        {
            buffer = (buffer << 8) | b;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Digits[(buffer >> bits) & 31]);
            }

            buffer &= (1 << bits) - 1;
        }

        return bits == 0 ? text.ToString() : text.Append(Digits[(buffer << (5 - bits)) & 31]).ToString();
    }
}
