using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>ChaCha20-Poly1305, RFC 8439: 12-byte nonce, 16-byte tag.</summary>
internal sealed class ChaCha20Poly1305Aead : Aead
{
    private readonly SecretBuffer _key;
    private readonly CipherPool<System.Security.Cryptography.ChaCha20Poly1305> _pool;

    internal ChaCha20Poly1305Aead(ReadOnlySpan<byte> key)
        : base(EncryptionAlgorithm.ChaCha20Poly1305)
    {
        _key = new SecretBuffer(key);
        _pool = new CipherPool<System.Security.Cryptography.ChaCha20Poly1305>(
            () => _key.Use(static k => new System.Security.Cryptography.ChaCha20Poly1305(k)));
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
