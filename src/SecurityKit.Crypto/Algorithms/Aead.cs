using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>
/// One authenticated cipher under one key. Thread-safe: the platform's instances are not, so each operation rents one of its own.
/// Sizes are fixed per algorithm; any other is an <see cref="ArgumentException"/>.
/// </summary>
internal abstract class Aead : IDisposable
{
    internal const int KeySizeBytes = 32;
    internal const int TagSizeBytes = 16;

    private protected Aead(EncryptionAlgorithm algorithm)
    {
        Algorithm = algorithm;
        NonceSizeBytes = NonceSizeOf(algorithm);
    }

    internal EncryptionAlgorithm Algorithm { get; }

    internal int NonceSizeBytes { get; }

    internal static int NonceSizeOf(EncryptionAlgorithm algorithm) => algorithm switch
    {
        EncryptionAlgorithm.Aes256Gcm or EncryptionAlgorithm.ChaCha20Poly1305 => 12,
        EncryptionAlgorithm.XAes256Gcm => 24,
        _ => 0,
    };

    internal static bool IsKnown(EncryptionAlgorithm algorithm) => NonceSizeOf(algorithm) > 0;

    /// <summary>Copies the key; the caller still wipes its own.</summary>
    internal static Aead Create(EncryptionAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        if (key.Length != KeySizeBytes)
        {
            throw new ArgumentException($"The key must have {KeySizeBytes} bytes.", nameof(key));
        }

        return algorithm switch
        {
            EncryptionAlgorithm.Aes256Gcm => new AesGcmAead(key),
            EncryptionAlgorithm.XAes256Gcm => new XAesGcmAead(key),
            EncryptionAlgorithm.ChaCha20Poly1305 => new ChaCha20Poly1305Aead(key),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not an algorithm the kit has."),
        };
    }

    internal void Encrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, Span<byte> ciphertext, Span<byte> tag)
    {
        CheckSizes(nonce, plaintext.Length, ciphertext.Length, tag.Length);
        EncryptCore(nonce, plaintext, associatedData, ciphertext, tag);
    }

    /// <summary>False when the tag is not right; <paramref name="plaintext"/> holds nothing of the data then.</summary>
    internal bool TryDecrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associatedData, Span<byte> plaintext)
    {
        CheckSizes(nonce, plaintext.Length, ciphertext.Length, tag.Length);
        try
        {
            DecryptCore(nonce, ciphertext, tag, associatedData, plaintext);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            CryptographicOperations.ZeroMemory(plaintext);
            return false;
        }
    }

    public abstract void Dispose();

    protected abstract void EncryptCore(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, Span<byte> ciphertext, Span<byte> tag);

    /// <exception cref="AuthenticationTagMismatchException">The tag is not right.</exception>
    protected abstract void DecryptCore(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associatedData, Span<byte> plaintext);

    private void CheckSizes(ReadOnlySpan<byte> nonce, int plaintextSize, int ciphertextSize, int tagSize)
    {
        if (nonce.Length != NonceSizeBytes)
        {
            throw new ArgumentException($"The nonce of {Algorithm} must have {NonceSizeBytes} bytes.", nameof(nonce));
        }

        if (tagSize != TagSizeBytes)
        {
            throw new ArgumentException($"The tag must have {TagSizeBytes} bytes; shorter ones are easier to forge.");
        }

        if (plaintextSize != ciphertextSize)
        {
            throw new ArgumentException("Plaintext and ciphertext must have the same length.");
        }
    }
}
