namespace SecurityKit.Crypto;

/// <summary>Writes a file beside its place, for its owner only, and moves it there once it is complete and on the disk.</summary>
internal static class WholeFile
{
    internal static async Task WriteAsync(string sourcePath, string destinationPath, Func<Stream, Stream, ValueTask> write, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(sourcePath);
        ArgumentException.ThrowIfNullOrEmpty(destinationPath);
        var temporary = $"{destinationPath}.{Guid.NewGuid():N}.tmp";
        try
        {
            var source = new FileStream(sourcePath, ReadOptions());
            await using (source.ConfigureAwait(false))
            {
                var destination = new FileStream(temporary, WriteOptions());
                await using (destination.ConfigureAwait(false))
                {
                    await write(source, destination).ConfigureAwait(false);
                    await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
                    RandomAccess.FlushToDisk(destination.SafeFileHandle);
                }
            }

            File.Move(temporary, destinationPath, overwrite: true);
            if (OperatingSystem.IsLinux())
            {
                LinuxFile.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(destinationPath))!);
            }
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static FileStreamOptions ReadOptions() =>
        new() { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, Options = FileOptions.Asynchronous | FileOptions.SequentialScan };

    private static FileStreamOptions WriteOptions()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
