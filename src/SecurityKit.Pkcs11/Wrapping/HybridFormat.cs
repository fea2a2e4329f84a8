using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SecurityKit.Pkcs11;

/// <summary>
/// For mechanisms that bind nothing by themselves: the token wraps a fresh key, and that key encrypts the data key here with AES-256-GCM. Layout: version (1),
/// mechanism (1), length of the wrapped fresh key (2, big-endian), wrapped fresh key, nonce (12), ciphertext, tag (16). All before the nonce is authenticated.
/// </summary>
internal static class HybridFormat
{
    internal const int FreshKeyBytes = 32;
    private const byte FormatVersion = 2;
    private const int PrefixBytes = 4;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    internal static byte[] Seal(Pkcs11Mechanism mechanism, ReadOnlySpan<byte> wrappedFreshKey, ReadOnlySpan<byte> freshKey, ReadOnlySpan<byte> key, byte[] bound)
    {
        var headerBytes = PrefixBytes + wrappedFreshKey.Length;
        var whole = new byte[headerBytes + NonceBytes + key.Length + TagBytes];
        (whole[0], whole[1]) = (FormatVersion, (byte)mechanism);
        BinaryPrimitives.WriteUInt16BigEndian(whole.AsSpan(2), (ushort)wrappedFreshKey.Length);
        wrappedFreshKey.CopyTo(whole.AsSpan(PrefixBytes));
        var nonce = whole.AsSpan(headerBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(freshKey, TagBytes);
        cipher.Encrypt(nonce, key, whole.AsSpan(headerBytes + NonceBytes, key.Length), whole.AsSpan(^TagBytes..), [.. whole[..headerBytes], .. bound]);
        return whole;
    }

    /// <summary>The wrapped fresh key inside; empty when this is not of the form or the mechanism.</summary>
    internal static ReadOnlySpan<byte> WrappedFreshKey(Pkcs11Mechanism mechanism, ReadOnlySpan<byte> whole)
    {
        if (whole.Length < PrefixBytes || whole[0] != FormatVersion || whole[1] != (byte)mechanism)
        {
            return [];
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(whole[2..]);
        return whole.Length >= PrefixBytes + length + NonceBytes + TagBytes ? whole.Slice(PrefixBytes, length) : [];
    }

    /// <summary>Opens what <see cref="WrappedFreshKey"/> accepted; null when the tag is not right.</summary>
    internal static byte[]? Open(ReadOnlySpan<byte> whole, int wrappedFreshKeyBytes, ReadOnlySpan<byte> freshKey, byte[] bound)
    {
        var headerBytes = PrefixBytes + wrappedFreshKeyBytes;
        var key = GC.AllocateArray<byte>(whole.Length - headerBytes - NonceBytes - TagBytes, pinned: true);
        try
        {
            using var cipher = new AesGcm(freshKey, TagBytes);
            cipher.Decrypt(
                whole.Slice(headerBytes, NonceBytes), whole.Slice(headerBytes + NonceBytes, key.Length), whole[^TagBytes..], key, [.. whole[..headerBytes], .. bound]);
            return key;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
