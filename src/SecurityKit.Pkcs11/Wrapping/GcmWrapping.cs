using System.Security.Cryptography;

namespace SecurityKit.Pkcs11;

/// <summary>AES-256-GCM on the token. Layout: version (1), nonce (12), ciphertext, tag (16).</summary>
internal sealed class GcmWrapping : ITokenWrapping
{
    private const byte FormatVersion = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int OverheadBytes = 1 + NonceBytes + TagBytes;

    public byte[] Wrap(Pkcs11KeySession session, ReadOnlySpan<byte> key, byte[] bound)
    {
        var wrapped = new byte[OverheadBytes + key.Length];
        wrapped[0] = FormatVersion;
        RandomNumberGenerator.Fill(wrapped.AsSpan(1, NonceBytes));
        var written = session.Gcm(encrypt: true, wrapped.AsSpan(1, NonceBytes), Bound(bound), key, wrapped.AsSpan(1 + NonceBytes));
        return written == key.Length + TagBytes ? wrapped : throw new StoreUnavailableException(Pkcs11KeyWrapper.StoreName);
    }

    public byte[]? Unwrap(Pkcs11KeySession session, ReadOnlySpan<byte> wrapped, byte[] bound)
    {
        if (wrapped.Length < OverheadBytes || wrapped[0] != FormatVersion)
        {
            return null;
        }

        // Some modules ask for room for the tag as well.
        var buffer = GC.AllocateArray<byte>(wrapped.Length, pinned: true);
        try
        {
            var written = session.Gcm(encrypt: false, wrapped.Slice(1, NonceBytes), Bound(bound), wrapped[(1 + NonceBytes)..], buffer);
            if (written != wrapped.Length - OverheadBytes)
            {
                return null;
            }

            var key = GC.AllocateArray<byte>(written, pinned: true);
            buffer.AsSpan(0, written).CopyTo(key);
            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    private static byte[] Bound(byte[] bound) => [FormatVersion, .. bound];
}
