using System.Buffers;
using Microsoft.Extensions.Logging;

namespace SecurityKit.Crypto;

/// <summary>Encrypts into envelopes under one ring and one purpose. The usual operation takes no lock, allocates nothing and derives no key.</summary>
internal sealed class EnvelopeEncryptor(
    KeyRing ring, string purpose, TimeProvider clock, CryptoMetrics metrics, ILogger<EnvelopeEncryptor> logger) : IEncryptor
{
    private const int StackBytes = 512;

    private PurposeKey? _lastEncrypting;
    private PurposeKey? _lastDecrypting;

    public string Purpose { get; } = purpose;

    public IEncryptor ForPurpose(string purpose) =>
        new EnvelopeEncryptor(ring, Crypto.Purpose.Append(Purpose, purpose), clock, metrics, logger);

    public void Encrypt(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (plaintext.Length > EnvelopeFormat.MaxPlaintextBytes)
        {
            throw new ArgumentException("An envelope holds at most 1 GiB. Use streams for more.", nameof(plaintext));
        }

        var ticks = clock.GetUtcNow().UtcTicks;
        try
        {
            Seal(ring.At(ticks), ticks, plaintext, associatedData, destination);
        }
        catch (ObjectDisposedException)
        {
            // The key was revoked between taking the view and using the key; the ring has a new one by now.
            Seal(ring.At(ticks), ticks, plaintext, associatedData, destination);
        }
    }

    public void Decrypt(ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var view = ring.At(clock.GetUtcNow().UtcTicks);
        if (TryOpen(view, envelope, associatedData, destination, out var keyId) is { } failure)
        {
            metrics.Failed(failure, ring.Name);
            CryptoLog.DecryptionFailed(logger, failure, ring.Name, Purpose, keyId?.ToString());
            throw new DecryptionFailedException();
        }
    }

    private void Seal(
        KeyRingView view, long ticks, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> destination)
    {
        var key = EncryptingKey(view.Active);
        view.Active.Budget.Take();
        var nonceSize = key.NonceSizeBytes;
        var headerSize = key.HeaderSizeBytes;
        var size = headerSize + plaintext.Length + Aead.TagSizeBytes;
        var envelope = destination.GetSpan(size)[..size];
        var header = envelope[..headerSize];
        key.Prefix.CopyTo(header);
        var nonce = header.Slice(EnvelopeFormat.PrefixSizeBytes, nonceSize);
        NonceSource.Fill(nonce, ticks);
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

    private DecryptionFailure? TryOpen(
        KeyRingView view, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> destination, out KeyId? keyId)
    {
        keyId = null;
        if (EnvelopeFormat.TryReadPrefix(envelope, out var algorithm, out var id) is { } malformed)
        {
            return malformed;
        }

        keyId = id;
        if (view.Find(id) is not { Data: { } data })
        {
            return view.WhyMissing(id);
        }

        if (data.Algorithm != algorithm)
        {
            return DecryptionFailure.UnknownAlgorithm;
        }

        try
        {
            return Open(DecryptingKey(data), envelope, associatedData, destination);
        }
        catch (ObjectDisposedException)
        {
            return DecryptionFailure.KeyRevoked;
        }
    }

    private static DecryptionFailure? Open(
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

    private PurposeKey EncryptingKey(RingKey active)
    {
        var last = _lastEncrypting;
        return last is not null && last.Id == active.Id ? last : _lastEncrypting = active.Data!.ForEnvelope(Purpose);
    }

    private PurposeKey DecryptingKey(DataKey key)
    {
        var last = _lastDecrypting;
        return last is not null && last.Id == key.Id ? last : _lastDecrypting = key.ForEnvelope(Purpose);
    }
}
