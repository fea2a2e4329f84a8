using Microsoft.Data.Sqlite;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>The file of the embedded database: made readable by its owner only, in write-ahead mode.</summary>
internal static class SqliteFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Where the file stands, or null for a database in memory.</summary>
    internal static string? PathOf(string connectionString)
    {
        var source = new SqliteConnectionStringBuilder(connectionString);
        var isInMemory = source.Mode == SqliteOpenMode.Memory
            || source.DataSource.Length == 0
            || source.DataSource.Contains(":memory:", StringComparison.OrdinalIgnoreCase)
            || source.DataSource.Contains("mode=memory", StringComparison.OrdinalIgnoreCase);
        return isInMemory ? null : Path.GetFullPath(source.DataSource);
    }

    /// <summary>Makes folder and file where they are missing, and switches the file to write-ahead logging. Repeatable, from several processes at once.</summary>
    internal static void Prepare(string connectionString, TimeSpan patience)
    {
        var path = PathOf(connectionString)!;
        CreateFolder(Path.GetDirectoryName(path)!);
        using var alone = SqliteFileLock.Acquire(path, patience);
        Create(path);
        try
        {
            SwitchToWriteAheadLog(connectionString);
        }
        catch (SqliteException exception) when (StoreOutage.From(exception) is not null)
        {
            throw StoreOutage.From(exception)!;
        }
    }

    private static void SwitchToWriteAheadLog(string connectionString)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL;";
        command.ExecuteNonQuery();
    }

    private static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>SQLite gives its side files the mode of the main one, so it is set before SQLite first opens it.</summary>
    private static void Create(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        new FileStream(path, options).Dispose();
    }
}
