namespace SecurityKit.Crypto;

/// <summary>A journal in a file, readable by its owner only. Processes of one machine may share it: one writes at a time.</summary>
internal sealed class FileErasureJournal(string path) : IErasureJournal, IDisposable
{
    private const string StoreName = "erasure journal";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const byte LineFeed = (byte)'\n';

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseBetweenTries = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim _turn = new(1, 1);

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var file = await OpenAloneAsync(path, cancellationToken).ConfigureAwait(false);
            await using var scope = file.ConfigureAwait(false);

            // A process that was killed may have left half a line; the next one must not grow onto it.
            var isNew = file.Length == 0;
            var isCutShort = !isNew && !await EndsWithLineFeedAsync(file, cancellationToken).ConfigureAwait(false);
            file.Seek(0, SeekOrigin.End);
            byte[] written = isCutShort ? [LineFeed, .. line.Span] : line.ToArray();
            await file.WriteAsync(written, cancellationToken).ConfigureAwait(false);
            await file.FlushAsync(cancellationToken).ConfigureAwait(false);
            RandomAccess.FlushToDisk(file.SafeFileHandle);
            if (isNew && OperatingSystem.IsLinux())
            {
                LinuxFile.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(StoreName, exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return ValueTask.FromResult<Stream>(Open(path, FileShare.ReadWrite));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(StoreName, exception);
        }
    }

    public void Dispose() => _turn.Dispose();

    private static async ValueTask<bool> EndsWithLineFeedAsync(FileStream file, CancellationToken cancellationToken)
    {
        var last = new byte[1];
        file.Seek(-1, SeekOrigin.End);
        await file.ReadExactlyAsync(last, cancellationToken).ConfigureAwait(false);
        return last[0] == LineFeed;
    }

    /// <summary>The limit is real time whatever the host's clock: it guards against another process that does not let go.</summary>
    private static async ValueTask<FileStream> OpenAloneAsync(string path, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return Open(path, FileShare.None);
            }
            catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException) && TimeProvider.System.GetElapsedTime(since) < Patience)
            {
                await Task.Delay(PauseBetweenTries, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static FileStream Open(string path, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share, Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }
}
