using System.IO.Pipelines;
using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>
/// Moves a stream to the active key in constant memory: one side decrypts, the other encrypts, a bounded pipe is between them. Then what was written is read back and
/// compared by hash: what does not open under the new key never takes the place of what does.
/// </summary>
internal static class StreamRenewal
{
    private const int PipeSizeBytes = 4 << StreamFormat.DefaultSegmentBits;

    /// <summary>Reads <paramref name="source"/> to its end.</summary>
    /// <param name="encryptor">For the purpose of both.</param>
    /// <param name="source">The stream as it is stored.</param>
    /// <param name="destination">Empty, readable and seekable.</param>
    /// <param name="associatedData">Of both.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="DecryptionFailedException">The stored stream does not decrypt.</exception>
    /// <exception cref="SecurityKitException">What was written does not read back.</exception>
    internal static async ValueTask RenewAsync(
        IStreamEncryptor encryptor, Stream source, Stream destination, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        using var before = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await TransferAsync(encryptor, source, destination, associatedData, before, cancellationToken).ConfigureAwait(false);
        await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
        destination.Position = 0;
        using var after = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            await encryptor.DecryptAsync(destination, new DigestStream(Stream.Null, after), associatedData, progress: null, cancellationToken).ConfigureAwait(false);
        }
        catch (DecryptionFailedException exception)
        {
            throw NotReadBack(exception);
        }

        if (!CryptographicOperations.FixedTimeEquals(before.GetHashAndReset(), after.GetHashAndReset()))
        {
            throw NotReadBack(null);
        }
    }

    private static async Task TransferAsync(
        IStreamEncryptor encryptor, Stream source, Stream destination, ReadOnlyMemory<byte> associatedData, IncrementalHash digest, CancellationToken cancellationToken)
    {
        var pipe = new Pipe(new PipeOptions(
            WipingMemoryPool.Instance, pauseWriterThreshold: PipeSizeBytes, resumeWriterThreshold: PipeSizeBytes / 2, useSynchronizationContext: false));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(DecryptAsync(), EncryptAsync()).ConfigureAwait(false);

        async Task DecryptAsync()
        {
            try
            {
                var plaintext = new DigestStream(pipe.Writer.AsStream(leaveOpen: true), digest);
                await encryptor.DecryptAsync(source, plaintext, associatedData, progress: null, stop.Token).ConfigureAwait(false);
                await pipe.Writer.CompleteAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // The other side ends with the same exception, not with a stream that looks whole.
                await pipe.Writer.CompleteAsync(exception).ConfigureAwait(false);
                throw;
            }
        }

        async Task EncryptAsync()
        {
            try
            {
                await encryptor.EncryptAsync(pipe.Reader.AsStream(leaveOpen: true), destination, associatedData, progress: null, stop.Token).ConfigureAwait(false);
            }
            catch
            {
                // Nobody would take what the other side decrypts.
                await stop.CancelAsync().ConfigureAwait(false);
                throw;
            }
            finally
            {
                await pipe.Reader.CompleteAsync().ConfigureAwait(false);
            }
        }
    }

    private static SecurityKitException NotReadBack(Exception? cause) => new(
        "A stream that was just encrypted does not decrypt, so the stored one was left as it is. Was the active key revoked meanwhile? Otherwise look at the disk, then start the run again.", cause!);
}
