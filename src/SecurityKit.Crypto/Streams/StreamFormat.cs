using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>
/// The layout of an encrypted stream, version 1 (docs/formats.md):
/// <code>
///  0      1        2           3             4         20      52           84
///  +------+--------+-----------+-------------+---------+-------+------------+-----------+-----+----------------+
///  | 0x53 | version| algorithm | log2 of the | key id  | salt  | commitment | segment 0 | ... | final segment  |
///  | 1    | 1      | 1         | segment: 1  | 16      | 32    | 32         | data, tag |     | 0..n data, tag |
///  +------+--------+-----------+-------------+---------+-------+------------+-----------+-----+----------------+
/// </code>
/// Key, commitment and nonce prefix are derived from the data key, the purpose, the salt, the first 20 bytes and the associated data, so that
/// each of these decides about every segment. A segment's place and whether it is the final one are in its nonce.
/// </summary>
internal static class StreamFormat
{
    internal const byte Marker = 0x53;
    internal const byte Version = 1;
    internal const int DefaultSegmentBits = 16;
    internal const int MinSegmentBits = 12;
    internal const int MaxSegmentBits = 20;
    internal const int KeyIdOffset = 4;
    internal const int SaltOffset = KeyIdOffset + KeyId.SizeBytes;
    internal const int SaltSizeBytes = 32;
    internal const int CommitmentOffset = SaltOffset + SaltSizeBytes;
    internal const int CommitmentSizeBytes = 32;
    internal const int HeaderSizeBytes = CommitmentOffset + CommitmentSizeBytes;

    /// <summary>Writes all of the header but the commitment.</summary>
    internal static void Begin(Span<byte> header, EncryptionAlgorithm algorithm, int segmentBits, KeyId keyId)
    {
        header[0] = Marker;
        header[1] = Version;
        header[2] = (byte)algorithm;
        header[3] = (byte)segmentBits;
        keyId.Write(header[KeyIdOffset..]);
        RandomNumberGenerator.Fill(header.Slice(SaltOffset, SaltSizeBytes));
    }

    /// <summary>Reads what is needed to find the key. Says what is wrong, or null.</summary>
    internal static DecryptionFailure? TryRead(ReadOnlySpan<byte> header, out EncryptionAlgorithm algorithm, out int segmentBits, out KeyId keyId)
    {
        (algorithm, segmentBits, keyId) = (EncryptionAlgorithm.None, 0, default);
        if (header.Length != HeaderSizeBytes || header[0] != Marker)
        {
            return DecryptionFailure.Malformed;
        }

        if (header[1] != Version)
        {
            return DecryptionFailure.UnknownVersion;
        }

        algorithm = (EncryptionAlgorithm)header[2];
        if (!Aead.IsKnown(algorithm))
        {
            return DecryptionFailure.UnknownAlgorithm;
        }

        segmentBits = header[3];
        keyId = KeyId.Read(header[KeyIdOffset..]);
        return segmentBits is >= MinSegmentBits and <= MaxSegmentBits ? null : DecryptionFailure.Malformed;
    }
}
