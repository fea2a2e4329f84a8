using System.Buffers;
using Microsoft.Extensions.Logging;

namespace SecurityKit.Crypto;

/// <summary>Encrypts into envelopes under one ring and one purpose. The usual operation takes no lock, allocates nothing and derives no key.</summary>
internal sealed class EnvelopeEncryptor(
    KeyRing ring, string purpose, TimeProvider clock, CryptoMetrics metrics, ILogger<EnvelopeEncryptor> logger) : IEncryptor
{
    private PurposeKey? _lastEncrypting;
    private PurposeKey? _lastDecrypting;

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
        var view = ring.ForDecrypting;
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
        EnvelopeCipher.Seal(key, ticks, plaintext, associatedData, destination);
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
            return EnvelopeCipher.Open(DecryptingKey(data), envelope, associatedData, destination);
        }
        catch (ObjectDisposedException)
        {
            return DecryptionFailure.KeyRevoked;
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
