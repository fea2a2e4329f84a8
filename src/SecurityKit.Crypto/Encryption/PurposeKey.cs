using System.Runtime.Intrinsics;

namespace SecurityKit.Crypto;

/// <summary>What one data key and one purpose derive to: a cipher, the commitment, and the first bytes of every envelope.</summary>
internal sealed class PurposeKey : IDisposable
{
    internal const int CommitmentSizeBytes = 32;

    private readonly byte[] _prefix;
    private readonly byte[] _commitment;

    internal PurposeKey(KeyId id, Aead cipher, ReadOnlySpan<byte> commitment)
    {
        Id = id;
        Cipher = cipher;
        NonceSizeBytes = cipher.NonceSizeBytes;
        HeaderSizeBytes = EnvelopeFormat.HeaderSizeOf(cipher.Algorithm);
        _commitment = commitment.ToArray();
        _prefix = new byte[EnvelopeFormat.PrefixSizeBytes];
        _prefix[0] = EnvelopeFormat.Version;
        _prefix[1] = (byte)cipher.Algorithm;
        id.Write(_prefix.AsSpan(EnvelopeFormat.KeyIdOffset));
    }

    internal KeyId Id { get; }

    internal Aead Cipher { get; }

    internal int NonceSizeBytes { get; }

    internal int HeaderSizeBytes { get; }

    /// <summary>Version, algorithm and key id.</summary>
    internal ReadOnlySpan<byte> Prefix => _prefix;

    /// <summary>Not secret, and different for every data key and purpose: an envelope that carries it opens under no other.</summary>
    internal ReadOnlySpan<byte> Commitment => _commitment;

    /// <summary>
    /// Whether an envelope carries this commitment. All 32 bytes are compared in one step, which takes the same time wherever they differ; the platform's
    /// comparison, made for secrets of any length, would cost a tenth of decrypting a kilobyte.
    /// </summary>
    internal bool IsCommittedTo(ReadOnlySpan<byte> commitment) =>
        commitment.Length == CommitmentSizeBytes && Vector256.EqualsAll(Vector256.Create(commitment), Vector256.Create<byte>(_commitment));

    public void Dispose() => Cipher.Dispose();
}
