using System.Text.Json;

namespace SecurityKit.Crypto;

/// <summary>The work folder: locked by one process at a time; every file in it appears whole or not at all.</summary>
internal sealed class MigrationFolder : IDisposable
{
    private const string LockFile = "lock";
    private const string StateFile = "state.json";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _path;
    private readonly FileStream _lock;

    private MigrationFolder(string path, FileStream @lock) => (_path, _lock) = (path, @lock);

    internal static MigrationFolder Open(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }

        try
        {
            // Given up by the system when the process dies, however it dies.
            return new MigrationFolder(path, new FileStream(Path.Combine(path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception)
        {
            throw new SecurityKitException("Another process runs a migration in this work folder. Wait until it ends, or give this one a folder of its own.", exception);
        }
    }

    internal string PathOf(string file) => Path.Combine(_path, file);

    internal MigrationState? ReadState()
    {
        var path = PathOf(StateFile);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), MigrationJson.Default.MigrationState) : null;
        }
        catch (JsonException exception)
        {
            throw new SecurityKitException($"The migration's '{StateFile}' cannot be read. Restore it, or begin anew in an empty work folder; the backups stay valid.", exception);
        }
    }

    internal void Write(MigrationState state) =>
        Replace(StateFile, file => JsonSerializer.Serialize(file, state, MigrationJson.Default.MigrationState));

    internal void Write(MigrationReport report) => Replace($"report-{report.Action}.json", file =>
    {
        using var writer = new StreamWriter(file, leaveOpen: true);
        writer.Write(report.ToJson());
    });

    /// <summary>Writes a file beside its place, makes sure that it is on disk, and moves it there.</summary>
    internal void Replace(string name, Action<Stream> write)
    {
        var temporary = PathOf(name + ".tmp");
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            write(file);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, PathOf(name), overwrite: true);
    }

    public void Dispose() => _lock.Dispose();
}
