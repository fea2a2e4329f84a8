using System.Buffers;
using System.Runtime.CompilerServices;

namespace SecurityKit.Crypto;

/// <summary>Writes and opens one envelope under a key that was found already. See <see cref="EnvelopeFormat"/>.</summary>
/// <remarks>Stack memory is written before it is read, so it is not cleared first: that would show in the time of short messages.</remarks>
[SkipLocalsInit]
internal static class EnvelopeCipher
{
    private const int StackBytes = 512;

    internal static void CheckSize(int plaintextLength, string parameter)
    {
        if (plaintextLength > EnvelopeFormat.MaxPlaintextBytes)
        {
            throw new ArgumentException("An envelope holds at most 1 GiB. Use streams for more.", parameter);
        }
    }

    internal static void Seal(
        PurposeKey key, long utcTicks, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> destination)
    {
        var nonceSize = key.NonceSizeBytes;
        var headerSize = key.HeaderSizeBytes;
        var size = headerSize + plaintext.Length + Aead.TagSizeBytes;
        var envelope = destination.GetSpan(size)[..size];
        var header = envelope[..headerSize];
        key.Prefix.CopyTo(header);
        var nonce = header.Slice(EnvelopeFormat.PrefixSizeBytes, nonceSize);
        NonceSource.Fill(nonce, utcTicks);
        key.Commitment.CopyTo(header[(EnvelopeFormat.PrefixSizeBytes + nonceSize)..]);
        var ciphertext = envelope.Slice(headerSize, plaintext.Length);
        var tag = envelope[(headerSize + plaintext.Length)..];
        if (associatedData.IsEmpty)
        {
            key.Cipher.Encrypt(nonce, plaintext, header, ciphertext, tag);
        }
        else
        {
            byte[]? rented = null;
            var bound = headerSize + associatedData.Length <= StackBytes
                ? stackalloc byte[StackBytes]
                : rented = ArrayPool<byte>.Shared.Rent(headerSize + associatedData.Length);
            bound = Join(header, associatedData, bound);
            key.Cipher.Encrypt(nonce, plaintext, bound, ciphertext, tag);
            Return(rented);
        }

        destination.Advance(size);
    }

    /// <summary>Says why it does not open, or null. The prefix was read already (<see cref="EnvelopeFormat.TryReadPrefix"/>) and names this key.</summary>
    internal static DecryptionFailure? Open(
        PurposeKey key, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> destination)
    {
        var nonceSize = key.NonceSizeBytes;
        var headerSize = key.HeaderSizeBytes;
        var header = envelope[..headerSize];
        if (!key.IsCommittedTo(header[^PurposeKey.CommitmentSizeBytes..]))
        {
            return DecryptionFailure.WrongCommitment;
        }

        var size = envelope.Length - headerSize - Aead.TagSizeBytes;
        var nonce = header.Slice(EnvelopeFormat.PrefixSizeBytes, nonceSize);
        var ciphertext = envelope.Slice(headerSize, size);
        var tag = envelope[^Aead.TagSizeBytes..];
        var plaintext = destination.GetSpan(size)[..size];
        bool isAuthentic;
        if (associatedData.IsEmpty)
        {
            isAuthentic = key.Cipher.TryDecrypt(nonce, ciphertext, tag, header, plaintext);
        }
        else
        {
            byte[]? rented = null;
            var bound = headerSize + associatedData.Length <= StackBytes
                ? stackalloc byte[StackBytes]
                : rented = ArrayPool<byte>.Shared.Rent(headerSize + associatedData.Length);
            bound = Join(header, associatedData, bound);
            isAuthentic = key.Cipher.TryDecrypt(nonce, ciphertext, tag, bound, plaintext);
            Return(rented);
        }

        if (!isAuthentic)
        {
            return DecryptionFailure.NotAuthentic;
        }

        destination.Advance(size);
        return null;
    }

    private static Span<byte> Join(ReadOnlySpan<byte> header, ReadOnlySpan<byte> associatedData, Span<byte> buffer)
    {
        header.CopyTo(buffer);
        associatedData.CopyTo(buffer[header.Length..]);
        return buffer[..(header.Length + associatedData.Length)];
    }

    private static void Return(byte[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
