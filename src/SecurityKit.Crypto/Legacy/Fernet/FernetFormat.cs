using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace SecurityKit.Crypto;

/// <summary>
/// Fernet tokens (https://github.com/fernet/spec), with one key or several (MultiFernet): any of the keys opens, the first one seals. Thread-safe.
/// </summary>
/// <remarks>
/// <code>
/// base64url( 0x80 | time, 8 bytes, big-endian | IV, 16 | AES-128-CBC ciphertext, n * 16 | HMAC-SHA-256 over all before, 32 )
/// </code>
/// </remarks>
public sealed class FernetFormat : ILegacyFormat
{
    private const byte Version = 0x80;
    private const int TimeAt = 1;
    private const int IvAt = 9;
    private const int CiphertextAt = 25;
    private const int BlockBytes = 16;
    private const int MinBytes = CiphertextAt + BlockBytes + HMACSHA256.HashSizeInBytes;
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromSeconds(60);

    private readonly FernetKey[] _keys;
    private readonly TimeProvider _clock;
    private readonly TimeSpan? _timeToLive;

    /// <summary>Creates the format.</summary>
    /// <param name="keys">The keys, the present one first; not owned.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <param name="timeToLive">How long a token opens after it was made; null, the default, for stored data, which does not expire.</param>
    public FernetFormat(IEnumerable<FernetKey> keys, TimeProvider? clock = null, TimeSpan? timeToLive = null)
    {
        _keys = [.. keys];
        ArgumentOutOfRangeException.ThrowIfZero(_keys.Length, nameof(keys));
        _clock = clock ?? TimeProvider.System;
        _timeToLive = timeToLive;
    }

    /// <inheritdoc/>
    public string Name => "fernet";

    /// <inheritdoc/>
    public bool IsMine(ReadOnlySpan<byte> stored) => stored.Length >= 100 && stored.Length % 4 == 0 && stored.StartsWith("gAAAA"u8);

    /// <inheritdoc/>
    public byte[] Decrypt(ReadOnlySpan<byte> stored)
    {
        var token = Decode(stored);
        if (token.Length < MinBytes || token[0] != Version || (token.Length - MinBytes) % BlockBytes != 0 || !IsInTime(token))
        {
            throw new DecryptionFailedException();
        }

        foreach (var key in _keys)
        {
            if (IsAuthentic(key, token))
            {
                return Open(key, token);
            }
        }

        throw new DecryptionFailedException();
    }

    /// <inheritdoc/>
    public byte[] Encrypt(ReadOnlySpan<byte> plaintext)
    {
        Span<byte> iv = stackalloc byte[BlockBytes];
        RandomNumberGenerator.Fill(iv);
        return Encrypt(plaintext, iv, _clock.GetUtcNow().ToUnixTimeSeconds());
    }

    [SuppressMessage("Security", "CA5401", Justification = "The initialization vector is the caller's random one; only tests give a fixed one.")]
    internal byte[] Encrypt(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> iv, long unixSeconds)
    {
        var key = _keys[0];
        byte[] ciphertext;
        using (var aes = Aes.Create())
        {
            SetKey(aes, key);
            ciphertext = aes.EncryptCbc(plaintext, iv);
        }

        var token = new byte[CiphertextAt + ciphertext.Length + HMACSHA256.HashSizeInBytes];
        token[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(TimeAt), unixSeconds);
        iv.CopyTo(token.AsSpan(IvAt));
        ciphertext.CopyTo(token.AsSpan(CiphertextAt));
        Sign(key, token.AsSpan(..^HMACSHA256.HashSizeInBytes), token.AsSpan(^HMACSHA256.HashSizeInBytes..));
        return Encoding.ASCII.GetBytes(Pad(Base64Url.EncodeToString(token)));
    }

    private static byte[] Decode(ReadOnlySpan<byte> stored)
    {
        byte[] token;
        try
        {
            token = Base64Url.DecodeFromUtf8(stored);
        }
        catch (FormatException)
        {
            throw new DecryptionFailedException();
        }

        // The decoder forgives spaces, missing padding and stray bits; the format does not.
        return stored.SequenceEqual(Encoding.ASCII.GetBytes(Pad(Base64Url.EncodeToString(token)))) ? token : throw new DecryptionFailedException();
    }

    private static string Pad(string base64Url) => base64Url.PadRight((base64Url.Length + 3) / 4 * 4, '=');

    private static bool IsAuthentic(FernetKey key, ReadOnlySpan<byte> token)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Sign(key, token[..^HMACSHA256.HashSizeInBytes], expected);
        return CryptographicOperations.FixedTimeEquals(expected, token[^HMACSHA256.HashSizeInBytes..]);
    }

    // The token is authentic by now, so padding that is wrong was wrong when it was made: nothing an attacker could use as an oracle.
    private static byte[] Open(FernetKey key, ReadOnlySpan<byte> token)
    {
        using var aes = Aes.Create();
        SetKey(aes, key);
        try
        {
            return aes.DecryptCbc(token[CiphertextAt..^HMACSHA256.HashSizeInBytes], token.Slice(IvAt, BlockBytes));
        }
        catch (CryptographicException)
        {
            throw new DecryptionFailedException();
        }
    }

    private static void Sign(FernetKey key, ReadOnlySpan<byte> data, Span<byte> tag)
    {
        Span<byte> signing = stackalloc byte[FernetKey.PartBytes];
        key.Signing.Use(0, signing, static (secret, _, destination) => secret.CopyTo(destination));
        HMACSHA256.HashData(signing, data, tag);
        CryptographicOperations.ZeroMemory(signing);
    }

    private static void SetKey(Aes aes, FernetKey key)
    {
        Span<byte> encryption = stackalloc byte[FernetKey.PartBytes];
        key.Encryption.Use(0, encryption, static (secret, _, destination) => secret.CopyTo(destination));
        aes.SetKey(encryption);
        CryptographicOperations.ZeroMemory(encryption);
    }

    private bool IsInTime(ReadOnlySpan<byte> token)
    {
        if (_timeToLive is not { } timeToLive)
        {
            return true;
        }

        var made = BinaryPrimitives.ReadUInt64BigEndian(token[TimeAt..]);
        var now = (ulong)_clock.GetUtcNow().ToUnixTimeSeconds();
        return made <= now + (ulong)MaxClockSkew.TotalSeconds && made + (ulong)timeToLive.TotalSeconds >= now;
    }
}
