using System.IO.Pipelines;

namespace SecurityKit.Crypto;

/// <summary>Pipes and files on top of <see cref="IStreamEncryptor"/>.</summary>
public static class StreamEncryptorExtensions
{
    /// <summary>Encrypts what a pipe brings until it completes. Neither end is completed.</summary>
    /// <param name="encryptor">The encryptor.</param>
    /// <param name="source">The data.</param>
    /// <param name="destination">Receives the encrypted stream; flushed after each segment, so that the reader's pace holds.</param>
    /// <param name="associatedData">What the data belongs to.</param>
    /// <param name="progress">Told after each segment how many bytes of data are done.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when all was flushed.</returns>
    public static ValueTask EncryptAsync(
        this IStreamEncryptor encryptor, PipeReader source, PipeWriter destination, ReadOnlyMemory<byte> associatedData = default,
        IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(encryptor);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        return encryptor.EncryptAsync(source.AsStream(leaveOpen: true), destination.AsStream(leaveOpen: true), associatedData, progress, cancellationToken);
    }

    /// <summary>Decrypts what a pipe brings until it completes. Neither end is completed.</summary>
    /// <param name="encryptor">The encryptor.</param>
    /// <param name="source">The encrypted stream.</param>
    /// <param name="destination">Receives verified data only.</param>
    /// <param name="associatedData">What was given at encryption.</param>
    /// <param name="progress">Told after each segment how many bytes of data are done.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when all was verified and flushed.</returns>
    /// <exception cref="DecryptionFailedException">See <see cref="IStreamEncryptor.DecryptAsync"/>.</exception>
    public static ValueTask DecryptAsync(
        this IStreamEncryptor encryptor, PipeReader source, PipeWriter destination, ReadOnlyMemory<byte> associatedData = default,
        IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(encryptor);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        return encryptor.DecryptAsync(source.AsStream(leaveOpen: true), destination.AsStream(leaveOpen: true), associatedData, progress, cancellationToken);
    }

    /// <summary>
    /// Encrypts a file into another, which appears whole or not at all; one that is there is replaced. A process that is killed meanwhile leaves a file
    /// <c>NAME.&lt;32 hex digits&gt;.tmp</c> beside it, which holds ciphertext only.
    /// </summary>
    /// <param name="encryptor">The encryptor.</param>
    /// <param name="sourcePath">The file to read.</param>
    /// <param name="destinationPath">The file to write; its folder must exist.</param>
    /// <param name="associatedData">What the file belongs to.</param>
    /// <param name="progress">Told after each segment how many bytes of data are done.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when the file is on the disk.</returns>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static Task EncryptFileAsync(
        this IStreamEncryptor encryptor, string sourcePath, string destinationPath, ReadOnlyMemory<byte> associatedData = default,
        IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(encryptor);
        return WholeFile.WriteAsync(
            sourcePath, destinationPath,
            (source, destination) => encryptor.EncryptAsync(source, destination, associatedData, progress, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Decrypts a file into another, which appears whole and verified or not at all; one that is there is replaced. A process that is killed meanwhile leaves a file
    /// <c>NAME.&lt;32 hex digits&gt;.tmp</c> beside it, readable by its owner only, with what was decrypted by then: delete such files when the program starts.
    /// </summary>
    /// <param name="encryptor">The encryptor.</param>
    /// <param name="sourcePath">The file to read.</param>
    /// <param name="destinationPath">The file to write, readable by its owner only; its folder must exist.</param>
    /// <param name="associatedData">What was given at encryption.</param>
    /// <param name="progress">Told after each segment how many bytes of data are done.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when the file is on the disk.</returns>
    /// <exception cref="DecryptionFailedException">See <see cref="IStreamEncryptor.DecryptAsync"/>.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static Task DecryptFileAsync(
        this IStreamEncryptor encryptor, string sourcePath, string destinationPath, ReadOnlyMemory<byte> associatedData = default,
        IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(encryptor);
        return WholeFile.WriteAsync(
            sourcePath, destinationPath,
            (source, destination) => encryptor.DecryptAsync(source, destination, associatedData, progress, cancellationToken), cancellationToken);
    }
}
