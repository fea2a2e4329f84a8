using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>AES-256-GCM, NIST SP 800-38D: 12-byte nonce, 16-byte tag.</summary>
internal sealed class AesGcmAead : Aead
{
    private readonly SecretBuffer _key;
    private readonly CipherPool<System.Security.Cryptography.AesGcm> _pool;

    internal AesGcmAead(ReadOnlySpan<byte> key)
        : base(EncryptionAlgorithm.Aes256Gcm)
    {
        _key = new SecretBuffer(key);
        _pool = new CipherPool<System.Security.Cryptography.AesGcm>(() => _key.Use(static k => new System.Security.Cryptography.AesGcm(k, TagSizeBytes)));
    }

    public override void Dispose()
    {
        _pool.Dispose();
        _key.Dispose();
    }

    protected override void EncryptCore(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, Span<byte> ciphertext, Span<byte> tag)
    {
        var cipher = _pool.Rent();
        try
        {
            cipher.Encrypt(nonce, plaintext, ciphertext, tag, associatedData);
        }
        finally
        {
            _pool.Return(cipher);
        }
    }

    protected override void DecryptCore(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associatedData, Span<byte> plaintext)
    {
        var cipher = _pool.Rent();
        try
        {
            cipher.Decrypt(nonce, ciphertext, tag, plaintext, associatedData);
        }
        finally
        {
            _pool.Return(cipher);
        }
    }
}
