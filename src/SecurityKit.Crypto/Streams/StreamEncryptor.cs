using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace SecurityKit.Crypto;

/// <summary>Encrypts streams under one ring and one purpose. A segment is read ahead, since only the next one's absence tells which is the final one.</summary>
internal sealed class StreamEncryptor(
    KeyRing ring, string purpose, CryptoMetrics metrics, ILogger<StreamEncryptor> logger, int segmentBits = StreamFormat.DefaultSegmentBits)
    : IStreamEncryptor
{
    public string Purpose { get; } = purpose;

    public IStreamEncryptor ForPurpose(string purpose) =>
        new StreamEncryptor(ring, Crypto.Purpose.Append(Purpose, purpose), metrics, logger, segmentBits);

    public async ValueTask EncryptAsync(
        Stream source, Stream destination, ReadOnlyMemory<byte> associatedData = default, IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        var header = new byte[StreamFormat.HeaderSizeBytes];
        using var key = Begin(header, associatedData.Span);
        await destination.WriteAsync(header, cancellationToken).ConfigureAwait(false);

        var size = 1 << segmentBits;
        using var buffers = new SegmentBuffers(size, size + Aead.TagSizeBytes);
        var present = await ReadAsync(source, buffers.Present, cancellationToken).ConfigureAwait(false);
        long done = 0;
        for (uint segment = 0; ; segment = checked(segment + 1))
        {
            var next = present < size ? 0 : await ReadAsync(source, buffers.Next, cancellationToken).ConfigureAwait(false);
            var output = buffers.Output[..(present + Aead.TagSizeBytes)];
            key.Seal(segment, isFinal: next == 0, buffers.Present.Span[..present], output.Span);
            await destination.WriteAsync(output, cancellationToken).ConfigureAwait(false);
            progress?.Report(done += present);
            if (next == 0)
            {
                return;
            }

            buffers.MoveOn();
            present = next;
        }
    }

    public async ValueTask DecryptAsync(
        Stream source, Stream destination, ReadOnlyMemory<byte> associatedData = default, IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        var header = new byte[StreamFormat.HeaderSizeBytes];
        var headerSize = await ReadAsync(source, header, cancellationToken).ConfigureAwait(false);
        using var key = Open(header.AsSpan(0, headerSize), associatedData.Span, out var id);

        var size = (1 << header[3]) + Aead.TagSizeBytes;
        using var buffers = new SegmentBuffers(size, size - Aead.TagSizeBytes);
        var present = await ReadAsync(source, buffers.Present, cancellationToken).ConfigureAwait(false);
        long done = 0;
        for (uint segment = 0; ; segment = checked(segment + 1))
        {
            if (present < Aead.TagSizeBytes)
            {
                throw Failed(DecryptionFailure.Malformed, id);
            }

            var next = present < size ? 0 : await ReadAsync(source, buffers.Next, cancellationToken).ConfigureAwait(false);
            var output = buffers.Output[..(present - Aead.TagSizeBytes)];
            if (!key.TryOpen(segment, isFinal: next == 0, buffers.Present.Span[..present], output.Span))
            {
                throw Failed(DecryptionFailure.NotAuthentic, id);
            }

            await destination.WriteAsync(output, cancellationToken).ConfigureAwait(false);
            progress?.Report(done += output.Length);
            if (next == 0)
            {
                return;
            }

            buffers.MoveOn();
            present = next;
        }
    }

    private static ValueTask<int> ReadAsync(Stream source, Memory<byte> buffer, CancellationToken cancellationToken) =>
        source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);

    private StreamKey Begin(Span<byte> header, ReadOnlySpan<byte> associatedData)
    {
        try
        {
            return Begin(ring.Now.Active, header, associatedData);
        }
        catch (ObjectDisposedException)
        {
            // The key was revoked between taking the view and using the key; the ring has a new one by now.
            return Begin(ring.Now.Active, header, associatedData);
        }
    }

    private StreamKey Begin(RingKey active, Span<byte> header, ReadOnlySpan<byte> associatedData)
    {
        var data = active.Data!;
        active.Budget.Take();
        StreamFormat.Begin(header, data.Algorithm, segmentBits, data.Id);
        var key = StreamKey.Derive(data, Purpose, header, associatedData);
        key.Commitment.CopyTo(header[StreamFormat.CommitmentOffset..]);
        return key;
    }

    private StreamKey Open(ReadOnlySpan<byte> header, ReadOnlySpan<byte> associatedData, out KeyId? id)
    {
        id = null;
        if (StreamFormat.TryRead(header, out var algorithm, out _, out var keyId) is { } malformed)
        {
            throw Failed(malformed, null);
        }

        id = keyId;
        var view = ring.Now;
        if (view.Find(keyId) is not { Data: { } data })
        {
            throw Failed(view.WhyMissing(keyId), id);
        }

        if (data.Algorithm != algorithm)
        {
            throw Failed(DecryptionFailure.UnknownAlgorithm, id);
        }

        try
        {
            var key = StreamKey.Derive(data, Purpose, header, associatedData);
            if (CryptographicOperations.FixedTimeEquals(header[StreamFormat.CommitmentOffset..], key.Commitment))
            {
                return key;
            }

            key.Dispose();
            throw Failed(DecryptionFailure.WrongCommitment, id);
        }
        catch (ObjectDisposedException)
        {
            throw Failed(DecryptionFailure.KeyRevoked, id);
        }
    }

    private DecryptionFailedException Failed(DecryptionFailure failure, KeyId? id)
    {
        metrics.Failed(failure, ring.Name);
        CryptoLog.DecryptionFailed(logger, failure, ring.Name, Purpose, id?.ToString());
        return new DecryptionFailedException();
    }
}
