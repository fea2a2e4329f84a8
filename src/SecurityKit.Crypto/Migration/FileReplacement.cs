using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace SecurityKit.Crypto;

/// <summary>
/// A new file over an old one: written beside it, for its owner only, on the disk before it is moved, with the old one's rights and owner. The file is kept open (and with
/// that locked) until it is in its place, so that what a dead process has left can be told from what a living one is writing.
/// </summary>
internal static partial class FileReplacement
{
    private const string Suffix = ".migrating";
    private const int TagSizeCharacters = 16;

    /// <summary>Replaces a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="old">Whose rights and owner the new one is to have.</param>
    /// <param name="write">Writes the new one.</param>
    /// <param name="isUnchanged">Asked last of all whether the old one is still what it was.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was replaced.</returns>
    internal static async ValueTask<bool> TryAsync(
        string path, FileStamp old, Func<FileStream, ValueTask> write, Func<ValueTask<bool>> isUnchanged, CancellationToken cancellationToken)
    {
        var temporary = $"{path}.{RandomNumberGenerator.GetHexString(TagSizeCharacters, lowercase: true)}{Suffix}";
        try
        {
            var file = new FileStream(temporary, WriteOptions());
            await using (file.ConfigureAwait(false))
            {
                await write(file).ConfigureAwait(false);
                await file.FlushAsync(cancellationToken).ConfigureAwait(false);
                if (!TryKeepAccess(path, old, file.SafeFileHandle))
                {
                    return false;
                }

                RandomAccess.FlushToDisk(file.SafeFileHandle);
                if (!await isUnchanged().ConfigureAwait(false))
                {
                    return false;
                }

                File.Move(temporary, path, overwrite: true);
            }

            if (OperatingSystem.IsLinux())
            {
                LinuxFile.FlushFolder(Path.GetDirectoryName(path)!);
            }

            return true;
        }
        finally
        {
            // Gone already when it was moved; left over when the call was cancelled or the disk is full.
            File.Delete(temporary);
        }
    }

    /// <summary>Whether a file is one that is being written here, or was when its process died.</summary>
    internal static bool IsTemporary(string path) => TemporaryName().IsMatch(path);

    /// <summary>Deletes what dead processes have left in a folder and its subfolders; what a living one is writing is locked by it.</summary>
    internal static void RemoveLeftovers(string folder, EnumerationOptions options)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Suffix, options).Where(IsTemporary).ToArray())
        {
            try
            {
                using var leftover = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            }
            catch (FileNotFoundException)
            {
                // Its process was alive and has moved it to its place.
            }
            catch (IOException) when (File.Exists(path))
            {
                // Its process is alive.
            }
        }
    }

    private static bool TryKeepAccess(string path, FileStamp old, SafeFileHandle file)
    {
        if (old.Owner is { } owner && FileStamp.Of(file).Owner != owner)
        {
            LinuxFile.SetOwner(file, owner.User, owner.Group);
        }

        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        try
        {
            File.SetUnixFileMode(file, File.GetUnixFileMode(path));
            return true;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static FileStreamOptions WriteOptions()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    [GeneratedRegex(@"\.[0-9a-f]{16}\.migrating\z", RegexOptions.CultureInvariant)]
    private static partial Regex TemporaryName();
}
