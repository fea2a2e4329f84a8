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
        _commitment = commitment.ToArray();
        _prefix = new byte[EnvelopeFormat.PrefixSizeBytes];
        _prefix[0] = EnvelopeFormat.Version;
        _prefix[1] = (byte)cipher.Algorithm;
        id.Write(_prefix.AsSpan(EnvelopeFormat.KeyIdOffset));
    }

    internal KeyId Id { get; }

    internal Aead Cipher { get; }

    /// <summary>Version, algorithm and key id.</summary>
    internal ReadOnlySpan<byte> Prefix => _prefix;

    /// <summary>Not secret, and different for every data key and purpose: an envelope that carries it opens under no other.</summary>
    internal ReadOnlySpan<byte> Commitment => _commitment;

    public void Dispose() => Cipher.Dispose();
}
