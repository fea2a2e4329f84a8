using System.Buffers;
using Microsoft.Extensions.Logging;

namespace SecurityKit.Crypto;

/// <summary>Encrypts into envelopes under one ring and one purpose. The usual operation takes no lock, allocates nothing and derives no key.</summary>
internal sealed class EnvelopeEncryptor(
    KeyRing ring, string purpose, TimeProvider clock, CryptoMetrics metrics, ILogger<EnvelopeEncryptor> logger) : IEncryptor
{
    private KeptKey? _lastEncrypting;
    private KeptKey? _lastDecrypting;

    public string Purpose { get; } = purpose;

    public IEncryptor ForPurpose(string purpose) =>
        new EnvelopeEncryptor(ring, Crypto.Purpose.Append(Purpose, purpose), clock, metrics, logger);

    public void Encrypt(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        EnvelopeCipher.CheckSize(plaintext.Length, nameof(plaintext));
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
        if (TryOpen(envelope, associatedData, destination, out var keyId) is { } failure)
        {
            metrics.Failed(failure, ring.Name);
            CryptoLog.DecryptionFailed(logger, failure, ring.Name, Purpose, keyId?.ToString());
            throw new DecryptionFailedException();
        }
    }

    private void Seal(
        KeyRingView view, long ticks, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> destination)
    {
        var key = Derived(ref _lastEncrypting, view.Active.Data!);
        view.Active.Budget.Take();
        EnvelopeCipher.Seal(key, ticks, plaintext, associatedData, destination);
    }

    private DecryptionFailure? TryOpen(
        ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> destination, out KeyId? keyId)
    {
        try
        {
            return TryOpen(ring.ForDecrypting, envelope, associatedData, destination, out keyId);
        }
        catch (ObjectDisposedException)
        {
            // The key was taken out of use between taking the view and using the key; the ring knows by now whether it is still to be had.
        }

        try
        {
            return TryOpen(ring.ForDecrypting, envelope, associatedData, destination, out keyId);
        }
        catch (ObjectDisposedException)
        {
            keyId = null;
            return DecryptionFailure.KeyRevoked;
        }
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

        return data.Algorithm == algorithm
            ? EnvelopeCipher.Open(Derived(ref _lastDecrypting, data), envelope, associatedData, destination)
            : DecryptionFailure.UnknownAlgorithm;
    }

    /// <summary>The last derived key, where it is of this very key: one that expired and came back is another object, and what was derived from the first is disposed.</summary>
    private PurposeKey Derived(ref KeptKey? slot, DataKey key)
    {
        var last = slot;
        if (last is null || !ReferenceEquals(last.Source, key))
        {
            slot = last = new KeptKey(key, key.ForEnvelope(Purpose));
        }

        return last.Derived;
    }

    private sealed record KeptKey(DataKey Source, PurposeKey Derived);
}
