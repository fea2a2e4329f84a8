using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SecurityKit.Crypto.Tests.Encryption;

/// <summary>
/// What AES-GCM by itself allows whoever knows two keys: one nonce, ciphertext and tag that both keys accept. The tag is linear in each block of
/// ciphertext, so one block can be chosen such that the tags under both keys are the same.
/// </summary>
internal static class TwoKeyCiphertext
{
    private const int BlockBytes = 16;

    /// <summary>Two blocks of ciphertext, the first as given, and the tag.</summary>
    internal static (byte[] Ciphertext, byte[] Tag) Craft(
        byte[] firstKey, byte[] secondKey, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> firstBlock)
    {
        var ciphertext = new byte[2 * BlockBytes];
        firstBlock.CopyTo(ciphertext);
        using var first = KeyOf(firstKey);
        using var second = KeyOf(secondKey);

        // With the second block zero the tags differ by some value; the block's own share is block * (H1^2 + H2^2).
        var (firstHash, secondHash) = (HashKey(first), HashKey(second));
        var difference = Tag(first, firstHash, nonce, associatedData, ciphertext) ^ Tag(second, secondHash, nonce, associatedData, ciphertext);
        var share = GhashField.Power(firstHash, 2) ^ GhashField.Power(secondHash, 2);
        BinaryPrimitives.WriteUInt128BigEndian(ciphertext.AsSpan(BlockBytes), GhashField.Multiply(difference, GhashField.Invert(share)));
        var tag = new byte[BlockBytes];
        BinaryPrimitives.WriteUInt128BigEndian(tag, Tag(first, firstHash, nonce, associatedData, ciphertext));
        return (ciphertext, tag);
    }

    private static Aes KeyOf(byte[] key)
    {
        var aes = Aes.Create();
        aes.SetKey(key);
        return aes;
    }

    private static UInt128 HashKey(Aes aes) => GhashField.Read(aes.EncryptEcb(new byte[BlockBytes], PaddingMode.None));

    private static UInt128 Tag(Aes aes, UInt128 hashKey, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> ciphertext)
    {
        var hash = UInt128.Zero;
        foreach (var data in new[] { associatedData.ToArray(), ciphertext.ToArray() })
        {
            for (var at = 0; at < data.Length; at += BlockBytes)
            {
                hash = GhashField.Multiply(hash ^ GhashField.Read(data.AsSpan(at, Math.Min(BlockBytes, data.Length - at))), hashKey);
            }
        }

        var lengths = ((UInt128)(8 * (ulong)associatedData.Length) << 64) | (8 * (ulong)ciphertext.Length);
        hash = GhashField.Multiply(hash ^ lengths, hashKey);
        var counter = new byte[BlockBytes];
        nonce.CopyTo(counter);
        counter[^1] = 1;
        return hash ^ GhashField.Read(aes.EncryptEcb(counter, PaddingMode.None));
    }
}
