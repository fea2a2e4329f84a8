using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>
/// XAES-256-GCM (c2sp.org/XAES-256-GCM): 24-byte nonce, 16-byte tag. The first half of the nonce derives a key for the message
/// (the counter-mode KDF of NIST SP 800-108r1 over CMAC), the second half is the nonce of AES-256-GCM under it.
/// </summary>
internal sealed class XAesGcmAead : Aead
{
    private const int BlockSizeBytes = 16;
    private const int DerivationNonceSizeBytes = 12;

    private readonly CipherPool<Aes> _pool;
    private readonly SecretBuffer _key;
    private readonly SecretBuffer _cmacSubkey;

    internal XAesGcmAead(ReadOnlySpan<byte> key)
        : base(EncryptionAlgorithm.XAes256Gcm)
    {
        _key = new SecretBuffer(key);
        _pool = new CipherPool<Aes>(() => _key.Use(static k =>
        {
            var aes = Aes.Create();
            aes.SetKey(k);
            return aes;
        }));
        Span<byte> subkey = stackalloc byte[BlockSizeBytes];
        var cipher = _pool.Rent();
        try
        {
            DeriveCmacSubkey(cipher, subkey);
            _cmacSubkey = new SecretBuffer(subkey);
        }
        finally
        {
            _pool.Return(cipher);
            CryptographicOperations.ZeroMemory(subkey);
        }
    }

    public override void Dispose()
    {
        _pool.Dispose();
        _key.Dispose();
        _cmacSubkey.Dispose();
    }

    protected override void EncryptCore(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, Span<byte> ciphertext, Span<byte> tag)
    {
        Span<byte> messageKey = stackalloc byte[KeySizeBytes];
        try
        {
            DeriveMessageKey(nonce[..DerivationNonceSizeBytes], messageKey);
            using var cipher = new System.Security.Cryptography.AesGcm(messageKey, TagSizeBytes);
            cipher.Encrypt(nonce[DerivationNonceSizeBytes..], plaintext, ciphertext, tag, associatedData);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(messageKey);
        }
    }

    protected override void DecryptCore(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associatedData, Span<byte> plaintext)
    {
        Span<byte> messageKey = stackalloc byte[KeySizeBytes];
        try
        {
            DeriveMessageKey(nonce[..DerivationNonceSizeBytes], messageKey);
            using var cipher = new System.Security.Cryptography.AesGcm(messageKey, TagSizeBytes);
            cipher.Decrypt(nonce[DerivationNonceSizeBytes..], ciphertext, tag, plaintext, associatedData);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(messageKey);
        }
    }

    /// <summary>K1 of CMAC: the encryption of zero, doubled in GF(2^128) without a branch on the secret bit.</summary>
    private static void DeriveCmacSubkey(Aes cipher, Span<byte> subkey)
    {
        Span<byte> zero = stackalloc byte[BlockSizeBytes];
        zero.Clear();
        cipher.EncryptEcb(zero, subkey, PaddingMode.None);
        var carry = 0;
        for (var i = BlockSizeBytes - 1; i >= 0; i--)
        {
            var next = subkey[i] >> 7;
            subkey[i] = (byte)((subkey[i] << 1) | carry);
            carry = next;
        }

        subkey[BlockSizeBytes - 1] ^= (byte)(-carry & 0x87);
    }

    /// <summary>Both blocks of the KDF: counter i, label 'X', separator 0 and the nonce, masked with K1.</summary>
    private void DeriveMessageKey(ReadOnlySpan<byte> derivationNonce, Span<byte> messageKey)
    {
        Span<byte> blocks = stackalloc byte[2 * BlockSizeBytes];
        for (var i = 0; i < 2; i++)
        {
            var block = blocks.Slice(i * BlockSizeBytes, BlockSizeBytes);
            block[0] = 0;
            block[1] = (byte)(i + 1);
            block[2] = (byte)'X';
            block[3] = 0;
            derivationNonce.CopyTo(block[4..]);
            _cmacSubkey.XorInto(block);
        }

        var cipher = _pool.Rent();
        try
        {
            cipher.EncryptEcb(blocks, messageKey, PaddingMode.None);
        }
        finally
        {
            _pool.Return(cipher);
            CryptographicOperations.ZeroMemory(blocks);
        }
    }
}
