using Microsoft.Win32.SafeHandles;

namespace SecurityKit.Crypto;

/// <summary>What tells that a file is still the same one and was not written since; everything but the content.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedAt">When the content was last written, as it says of itself.</param>
/// <param name="ChangedAt">When content, owner or rights last changed; nobody can set it. Zero where the system does not tell.</param>
/// <param name="Number">Device and number of the file, another one after a rename over it. Zero where the system does not tell.</param>
/// <param name="Owner">User and group; null where the system does not tell.</param>
internal readonly record struct FileStamp(
    long Length, (long Seconds, uint Nanoseconds) ModifiedAt, (long Seconds, uint Nanoseconds) ChangedAt, (long Device, long File) Number, (uint User, uint Group)? Owner)
{
    /// <returns>The file's stamp; null when it is gone.</returns>
    internal static FileStamp? Of(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                return LinuxFile.StampOf(path);
            }
            catch (EntryPointNotFoundException)
            {
                // An old C library: what the runtime tells has to do.
            }
        }

        var file = new FileInfo(path);
        return file.Exists ? FromRuntime(file.Length, file.LastWriteTimeUtc) : null;
    }

    /// <summary>The stamp of an open file, whatever its path leads to by now.</summary>
    internal static FileStamp Of(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                return LinuxFile.StampOf(file);
            }
            catch (EntryPointNotFoundException)
            {
                // As above.
            }
        }

        return FromRuntime(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
    }

    private static FileStamp FromRuntime(long length, DateTime writtenAt) => new(length, (writtenAt.Ticks, 0), default, default, Owner: null);
}
