using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>A file of the stream format.</summary>
internal sealed class StreamedFile(string path) : IStreamedValue
{
    public ValueTask<Stream?> OpenAsync(CancellationToken cancellationToken) => ValueTask.FromResult<Stream?>(TryOpen());

    public async ValueTask<bool> ReplaceAsync(Func<Stream, Stream, CancellationToken, ValueTask> rewrite, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rewrite);
        if (TryOpen() is not { } file)
        {
            return false;
        }

        await using (file.ConfigureAwait(false))
        {
            var stamp = FileStamp.Of(file.SafeFileHandle);
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var source = new DigestStream(file, digest);
            return await FileReplacement.TryAsync(
                path,
                stamp,
                destination => rewrite(source, destination, cancellationToken),
                () => IsUnchangedAsync(stamp, digest.GetHashAndReset(), cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// By its content, which a writer could change without a trace in the times, and by the system's stamp, asked once more at the very end since reading all of a large
    /// file takes a while.
    /// </summary>
    private async ValueTask<bool> IsUnchangedAsync(FileStamp stamp, byte[] hash, CancellationToken cancellationToken)
    {
        if (TryOpen() is not { } file)
        {
            return false;
        }

        await using (file.ConfigureAwait(false))
        {
            if (FileStamp.Of(file.SafeFileHandle) != stamp)
            {
                return false;
            }

            var present = await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false);
            return hash.AsSpan().SequenceEqual(present) && FileStamp.Of(path) == stamp;
        }
    }

    private FileStream? TryOpen()
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
