using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SecurityKit.Crypto;

/// <summary>The work folder: locked by one process at a time; every file in it appears whole or not at all.</summary>
internal sealed class MigrationFolder : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private const string LockFile = "lock";
    private const string StateFile = "state.json";
    private const string RewrapStateFile = "rewrap-state.json";
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
            return new MigrationFolder(path, new FileStream(Path.Combine(path, LockFile), ForOwner(FileMode.OpenOrCreate, FileAccess.ReadWrite)));
        }
        catch (IOException exception)
        {
            throw new SecurityKitException("Another process runs a migration in this work folder. Wait until it ends, or give this one a folder of its own.", exception);
        }
    }

    internal string PathOf(string file) => Path.Combine(_path, file);

    internal MigrationState? ReadState() => Read(StateFile, MigrationJson.Default.MigrationState);

    internal RewrapState? ReadRewrapState() => Read(RewrapStateFile, MigrationJson.Default.RewrapState);

    internal void Write(MigrationState state) =>
        Replace(StateFile, file => JsonSerializer.Serialize(file, state, MigrationJson.Default.MigrationState));

    internal void Write(RewrapState state) =>
        Replace(RewrapStateFile, file => JsonSerializer.Serialize(file, state, MigrationJson.Default.RewrapState));

    internal void Write(RewrapReport report) => Replace($"rewrap-report-{report.Action}.json", file =>
    {
        using var writer = new StreamWriter(file, leaveOpen: true);
        writer.Write(report.ToJson());
    });

    internal void Write(MigrationReport report) => Replace($"report-{report.Action}.json", file =>
    {
        using var writer = new StreamWriter(file, leaveOpen: true);
        writer.Write(report.ToJson());
    });

    /// <summary>Makes a file anew that its owner only may read, whatever the folder's rights are.</summary>
    internal FileStream Create(string name)
    {
        // One that a killed run left keeps the rights it was made with.
        File.Delete(PathOf(name));
        return new FileStream(PathOf(name), ForOwner(FileMode.CreateNew, FileAccess.Write));
    }

    /// <summary>Writes a file beside its place, makes sure that it is on disk, and moves it there.</summary>
    internal void Replace(string name, Action<Stream> write)
    {
        var temporary = PathOf(name + ".tmp");
        using (var file = Create(name + ".tmp"))
        {
            write(file);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, PathOf(name), overwrite: true);
        if (OperatingSystem.IsLinux())
        {
            // Before any value is replaced: after a loss of power, an earlier state would have the backup made anew from what is left.
            LinuxFile.FlushFolder(_path);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static FileStreamOptions ForOwner(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.None, BufferSize = BufferBytes };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private T? Read<T>(string name, JsonTypeInfo<T> type)
        where T : class
    {
        var path = PathOf(name);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), type) : null;
        }
        catch (JsonException exception)
        {
            throw new SecurityKitException($"The work folder's '{name}' cannot be read. Restore it, or begin anew in an empty work folder; backups in this one stay valid.", exception);
        }
    }
}
