using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>
/// Reads the hashes of ASP.NET Core Identity, base64 of: version 3 as 0x01, function, iterations and salt length (big-endian, 32 bits each),
/// salt, tag; and version 2 as 0x00, 16 bytes of salt, 32 bytes of tag, with HMAC-SHA-1 and 1,000 iterations.
/// </summary>
internal sealed class IdentityPasswordHashAlgorithm(IOptions<PasswordHashingOptions> options) : IPasswordHashAlgorithm
{
    private const int MaxCharacters = 400;
    private const int HeaderBytes = 13;
    private const int TagBytes = 32;
    private const int Version2Bytes = 49;
    private const int Version2SaltBytes = 16;
    private const int Version2Iterations = 1000;

    public string Name => "pbkdf2-identity";

    public StoredPasswordHash? Read(string hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        if (hash.Length is 0 or > MaxCharacters || hash.Length % 4 != 0)
        {
            return null;
        }

        var bytes = new byte[hash.Length / 4 * 3];
        if (!Convert.TryFromBase64String(hash, bytes, out var length) || length < 2)
        {
            return null;
        }

        bytes = bytes[..length];
        if (Convert.ToBase64String(bytes) != hash)
        {
            return null;
        }

        return bytes[0] switch
        {
            0 when length == Version2Bytes => Pbkdf2Hash.Create(
                HashAlgorithmName.SHA1, Version2Iterations, bytes[1..(1 + Version2SaltBytes)], bytes[(1 + Version2SaltBytes)..], options.Value.Limits),
            1 when length > HeaderBytes => ReadVersion3(bytes),
            _ => null,
        };
    }

    private Pbkdf2Hash? ReadVersion3(byte[] bytes)
    {
        HashAlgorithmName? function = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1)) switch
        {
            0 => HashAlgorithmName.SHA1,
            1 => HashAlgorithmName.SHA256,
            2 => HashAlgorithmName.SHA512,
            _ => null,
        };
        var iterations = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5));
        var saltBytes = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(9));
        if (iterations > int.MaxValue || saltBytes != (uint)Math.Max(0, bytes.Length - HeaderBytes - TagBytes))
        {
            return null;
        }

        // A shorter tag would be the beginning of the right one and match.
        var tagAt = HeaderBytes + (int)saltBytes;
        return Pbkdf2Hash.Create(function, (int)iterations, bytes[HeaderBytes..tagAt], bytes[tagAt..], options.Value.Limits);
    }
}
