namespace SecurityKit.Crypto;

/// <summary>
/// Encrypts data of any size in constant memory, segment by segment, under the data ring's active key (docs/formats.md). What is cut off,
/// repeated, swapped, appended or taken from another stream is refused before any of the data after it is released. Thread-safe.
/// </summary>
public interface IStreamEncryptor
{
    /// <summary>What this encryptor's streams are for. A stream of one purpose does not decrypt under another, nor as an envelope.</summary>
    string Purpose { get; }

    /// <summary>An encryptor for one purpose. Cheap; the result may be kept.</summary>
    /// <param name="purpose">1 to 128 characters of visible ASCII. Appended to this encryptor's own purpose, where it has one.</param>
    /// <returns>The encryptor.</returns>
    IStreamEncryptor ForPurpose(string purpose);

    /// <summary>Encrypts all that is left of a stream.</summary>
    /// <param name="source">The data, read to its end; at most 2^32 segments, 256 TiB.</param>
    /// <param name="destination">Receives the encrypted stream. Neither flushed nor closed.</param>
    /// <param name="associatedData">What the data belongs to: not stored, must be the same for decryption.</param>
    /// <param name="progress">Told after each segment how many bytes of data are done.</param>
    /// <param name="cancellationToken">Cancels the call; what was written by then does not decrypt to its end.</param>
    /// <returns>A task that completes when the last segment was handed to <paramref name="destination"/>.</returns>
    ValueTask EncryptAsync(
        Stream source, Stream destination, ReadOnlyMemory<byte> associatedData = default, IProgress<long>? progress = null,
        CancellationToken cancellationToken = default);

    /// <summary>Decrypts a stream to its end. Each segment is written once it is verified, never before.</summary>
    /// <param name="source">The encrypted stream; it ends with this encryption's last byte.</param>
    /// <param name="destination">
    /// Receives the data. When the call throws, it holds a true beginning of the data at most; whether that beginning is of use alone is the caller's to know.
    /// </param>
    /// <param name="associatedData">What was given at encryption.</param>
    /// <param name="progress">Told after each segment how many bytes of data are done.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when all was verified and written.</returns>
    /// <exception cref="DecryptionFailedException">The stream is not one, was changed or cut, is of another purpose or other associated data, or its key is gone. Which of these is not told.</exception>
    ValueTask DecryptAsync(
        Stream source, Stream destination, ReadOnlyMemory<byte> associatedData = default, IProgress<long>? progress = null,
        CancellationToken cancellationToken = default);
}
