using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>
/// What one stream encrypts with: a key of its own, a commitment to it, and nonces that count (the STREAM construction of Hoang, Reyhanitabar,
/// Rogaway and Vizár, 2015). For one thread.
/// </summary>
internal sealed class StreamKey : IDisposable
{
    private const int CounterSizeBytes = sizeof(uint);
    private const int FinalFlagSizeBytes = 1;

    private readonly Aead _cipher;
    private readonly byte[] _nonce;
    private readonly byte[] _commitment;

    private StreamKey(Aead cipher, byte[] nonce, byte[] commitment) => (_cipher, _nonce, _commitment) = (cipher, nonce, commitment);

    /// <summary>Tells this key from every other: a stream that carries it opens under no second one.</summary>
    internal ReadOnlySpan<byte> Commitment => _commitment;

    /// <summary>Derives from a data key, a purpose, a begun header and the associated data.</summary>
    /// <exception cref="ObjectDisposedException">The data key was taken out of use.</exception>
    internal static StreamKey Derive(DataKey data, string purpose, ReadOnlySpan<byte> header, ReadOnlySpan<byte> associatedData)
    {
        var algorithm = (EncryptionAlgorithm)header[2];
        var prefixSize = Aead.NonceSizeOf(algorithm) - CounterSizeBytes - FinalFlagSizeBytes;
        Span<byte> purposeKey = stackalloc byte[Aead.KeySizeBytes];
        Span<byte> derived = stackalloc byte[Aead.KeySizeBytes + StreamFormat.CommitmentSizeBytes + prefixSize];
        try
        {
            data.Derive(DerivationLabels.Stream, algorithm, purpose, purposeKey);
            byte[] info = [.. header[..StreamFormat.SaltOffset], .. associatedData];
            HKDF.DeriveKey(HashAlgorithmName.SHA256, purposeKey, derived, header.Slice(StreamFormat.SaltOffset, StreamFormat.SaltSizeBytes), info);
            var nonce = new byte[Aead.NonceSizeOf(algorithm)];
            derived[^prefixSize..].CopyTo(nonce);
            var commitment = derived.Slice(Aead.KeySizeBytes, StreamFormat.CommitmentSizeBytes).ToArray();
            return new StreamKey(Aead.Create(algorithm, derived[..Aead.KeySizeBytes]), nonce, commitment);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(purposeKey);
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    internal void Seal(uint segment, bool isFinal, ReadOnlySpan<byte> plaintext, Span<byte> sealedSegment) =>
        _cipher.Encrypt(NonceOf(segment, isFinal), plaintext, [], sealedSegment[..plaintext.Length], sealedSegment[plaintext.Length..]);

    /// <summary>False when the segment is not the one for this place.</summary>
    internal bool TryOpen(uint segment, bool isFinal, ReadOnlySpan<byte> sealedSegment, Span<byte> plaintext) =>
        _cipher.TryDecrypt(NonceOf(segment, isFinal), sealedSegment[..plaintext.Length], sealedSegment[plaintext.Length..], [], plaintext);

    public void Dispose() => _cipher.Dispose();

    private ReadOnlySpan<byte> NonceOf(uint segment, bool isFinal)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_nonce.AsSpan(_nonce.Length - CounterSizeBytes - FinalFlagSizeBytes), segment);
        _nonce[^1] = isFinal ? (byte)1 : (byte)0;
        return _nonce;
    }
}
