using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SecurityKit.Crypto;

/// <summary>What Linux tells of files, and does with them, that the runtime has no call for: their identity and owner, and making a rename durable.</summary>
internal static partial class LinuxFile
{
    private const int CurrentFolder = -100;
    private const int DoNotFollowLinks = 0x100;
    private const int TheHandleItself = 0x1000;
    private const int CloseOnExec = 0x80000;
    private const uint BasicStatistics = 0x7FF;
    private const int NoSuchFile = 2;
    private const int NotReadable = 13;
    private const int NoFolder = 20;
    private const int CannotBeFlushed = 22;

    // The layout of statx is the same on every architecture.
    private const int StatisticsSizeBytes = 256;
    private const int OwnerOffset = 20;
    private const int GroupOffset = 24;
    private const int NumberOffset = 32;
    private const int SizeOffset = 40;
    private const int ChangedOffset = 96;
    private const int ModifiedOffset = 112;
    private const int DeviceOffset = 136;

    /// <returns>What the file is; null when it is gone.</returns>
    /// <exception cref="EntryPointNotFoundException">The system's C library is too old to tell.</exception>
    internal static FileStamp? StampOf(string path)
    {
        Span<byte> found = stackalloc byte[StatisticsSizeBytes];
        return Statistics(CurrentFolder, path, DoNotFollowLinks, BasicStatistics, found) == 0 ? Read(found) : NullIfGone(path);
    }

    /// <inheritdoc cref="StampOf(string)"/>
    internal static FileStamp StampOf(SafeFileHandle file)
    {
        Span<byte> found = stackalloc byte[StatisticsSizeBytes];
        return Statistics(file, string.Empty, TheHandleItself, BasicStatistics, found) == 0 ? Read(found) : throw Failed("The state of an open file cannot be read");
    }

    internal static void SetOwner(SafeFileHandle file, uint owner, uint group)
    {
        if (ChangeOwner(file, owner, group) != 0)
        {
            throw new UnauthorizedAccessException($"A file of user {owner}, group {group} cannot be replaced so that it stays theirs. Run this as that user, or as root.");
        }
    }

    /// <summary>Makes what was renamed in a folder last through a loss of power. Does nothing where the folder cannot be opened for reading or its file system has no such call.</summary>
    internal static void FlushFolder(string path)
    {
        using var folder = new SafeFileHandle(Open(path, CloseOnExec), ownsHandle: true);
        var isFlushed = folder.IsInvalid ? Marshal.GetLastPInvokeError() == NotReadable : Flush(folder) == 0 || Marshal.GetLastPInvokeError() == CannotBeFlushed;
        if (!isFlushed)
        {
            throw Failed($"The folder '{path}' cannot be written to disk");
        }
    }

    private static FileStamp Read(ReadOnlySpan<byte> found) => new(
        Length: MemoryMarshal.Read<long>(found[SizeOffset..]),
        ModifiedAt: TimeOf(found[ModifiedOffset..]),
        ChangedAt: TimeOf(found[ChangedOffset..]),
        Number: (MemoryMarshal.Read<long>(found[DeviceOffset..]), MemoryMarshal.Read<long>(found[NumberOffset..])),
        Owner: (MemoryMarshal.Read<uint>(found[OwnerOffset..]), MemoryMarshal.Read<uint>(found[GroupOffset..])));

    private static (long Seconds, uint Nanoseconds) TimeOf(ReadOnlySpan<byte> time) =>
        (MemoryMarshal.Read<long>(time), MemoryMarshal.Read<uint>(time[sizeof(long)..]));

    private static FileStamp? NullIfGone(string path) =>
        Marshal.GetLastPInvokeError() is NoSuchFile or NoFolder ? null : throw Failed($"The state of '{path}' cannot be read");

    private static IOException Failed(string what)
    {
        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"{what}: {error.Message}.", error);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statistics(int folder, string path, int flags, uint wanted, Span<byte> found);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statistics(SafeFileHandle file, string path, int flags, uint wanted, Span<byte> found);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(SafeFileHandle file, uint owner, uint group);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flush(SafeFileHandle file);
}
