namespace SecurityKit.Crypto;

/// <summary>
/// The layout of an envelope, version 1 (docs/formats.md):
/// <code>
///  0        1           2            18           18+n          50+n
///  +--------+-----------+------------+------------+-------------+------------+---------+
///  | version| algorithm | key id     | nonce      | commitment  | ciphertext | tag     |
///  | 1      | 1         | 16         | n: 12, 24  | 32          | as data    | 16      |
///  +--------+-----------+------------+------------+-------------+------------+---------+
///  |&lt;-- header: authenticated, followed by the caller's associated data --&gt;|
/// </code>
/// The header's size follows from its second byte, so header and associated data cannot run into each other.
/// </summary>
internal static class EnvelopeFormat
{
    internal const byte Version = 1;
    internal const int KeyIdOffset = 2;
    internal const int PrefixSizeBytes = KeyIdOffset + KeyId.SizeBytes;
    internal const int MaxPlaintextBytes = 1 << 30;

    internal static int HeaderSizeOf(EncryptionAlgorithm algorithm) =>
        PrefixSizeBytes + Aead.NonceSizeOf(algorithm) + PurposeKey.CommitmentSizeBytes;

    /// <summary>How many bytes an envelope has beyond the data.</summary>
    internal static int OverheadOf(EncryptionAlgorithm algorithm) => HeaderSizeOf(algorithm) + Aead.TagSizeBytes;

    /// <summary>Reads what is needed to find the key. Says what is wrong, or null.</summary>
    internal static DecryptionFailure? TryReadPrefix(ReadOnlySpan<byte> envelope, out EncryptionAlgorithm algorithm, out KeyId keyId)
    {
        algorithm = EncryptionAlgorithm.None;
        keyId = default;
        if (envelope.Length < PrefixSizeBytes)
        {
            return DecryptionFailure.Malformed;
        }

        if (envelope[0] != Version)
        {
            return DecryptionFailure.UnknownVersion;
        }

        algorithm = (EncryptionAlgorithm)envelope[1];
        if (!Aead.IsKnown(algorithm))
        {
            return DecryptionFailure.UnknownAlgorithm;
        }

        keyId = KeyId.Read(envelope[KeyIdOffset..]);
        var hasAllParts = envelope.Length >= OverheadOf(algorithm) && envelope.Length - OverheadOf(algorithm) <= MaxPlaintextBytes;
        return hasAllParts ? null : DecryptionFailure.Malformed;
    }
}
