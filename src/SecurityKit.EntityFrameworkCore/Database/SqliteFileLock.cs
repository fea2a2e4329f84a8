using System.Diagnostics;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>
/// Lets one process at a time change a database file's shape. A lock of the operating system on a file beside it:
/// it ends with its holder, however that ends.
/// </summary>
internal sealed class SqliteFileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly FileStream _file;

    private SqliteFileLock(FileStream file) => _file = file;

    internal static SqliteFileLock Acquire(string databasePath, TimeSpan patience)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new SqliteFileLock(new FileStream(databasePath + ".lock", options));
            }
            catch (IOException) when (File.Exists(databasePath + ".lock") && Stopwatch.GetElapsedTime(started) < patience)
            {
                Thread.Sleep(Pause);
            }
            catch (IOException exception)
            {
                throw new StoreUnavailableException("SQLite", exception);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
