using System.Security.Cryptography;

namespace SecurityKit.Pkcs11;

/// <summary>
/// RSA-OAEP (RFC 8017). Encrypting needs the public key only, so whoever can write into the store could plant a key of their own: the token signs every wrapped
/// key, and one without its signature is not unwrapped. OAEP and PSS may share a key (Haber and Pinkas, 2001).
/// </summary>
internal sealed class RsaOaepWrapping(Pkcs11OaepHash hash) : ITokenWrapping
{
    public byte[] Wrap(Pkcs11KeySession session, ReadOnlySpan<byte> key, byte[] bound)
    {
        using var publicKey = session.PublicKey();
        var freshKey = GC.AllocateArray<byte>(HybridFormat.FreshKeyBytes, pinned: true);
        try
        {
            RandomNumberGenerator.Fill(freshKey);
            var wrappedFreshKey = publicKey.Encrypt(freshKey, hash == Pkcs11OaepHash.Sha256 ? RSAEncryptionPadding.OaepSHA256 : RSAEncryptionPadding.OaepSHA1);
            var body = HybridFormat.Seal(Pkcs11Mechanism.RsaOaep, wrappedFreshKey, freshKey, key, bound);
            return [.. body, .. session.SignPss([.. body, .. bound], publicKey.KeySize / 8)];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(freshKey);
        }
    }

    public byte[]? Unwrap(Pkcs11KeySession session, ReadOnlySpan<byte> wrapped, byte[] bound)
    {
        using var publicKey = session.PublicKey();
        var modulusBytes = publicKey.KeySize / 8;
        if (wrapped.Length < modulusBytes)
        {
            return null;
        }

        var body = wrapped[..^modulusBytes];
        var inner = HybridFormat.WrappedFreshKey(Pkcs11Mechanism.RsaOaep, body);
        if (inner.Length != modulusBytes
            || !publicKey.VerifyData([.. body, .. bound], wrapped[^modulusBytes..], HashAlgorithmName.SHA256, RSASignaturePadding.Pss))
        {
            return null;
        }

        var freshKey = session.DecryptOaep(inner, hash);
        try
        {
            return freshKey.Length == HybridFormat.FreshKeyBytes ? HybridFormat.Open(body, inner.Length, freshKey, bound) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(freshKey);
        }
    }
}
