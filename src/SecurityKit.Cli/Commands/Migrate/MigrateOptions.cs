using System.CommandLine;
using SecurityKit.EntityFrameworkCore;

namespace SecurityKit.Cli;

/// <summary>What a migration is of, in what form the data is, and where the run keeps its state.</summary>
internal sealed class MigrateOptions
{
    internal Option<string> WorkFolder { get; } = new("--work-folder") { Description = "A folder of this migration's own: state, encrypted backups, reports.", Required = true };

    internal Option<string> Purpose { get; } = new("--purpose") { Description = "The purpose the values are encrypted for, as the host's code names it.", Required = true };

    internal Option<string?> Folder { get; } = new("--folder") { Description = "Source: the files below this folder." };

    internal Option<string> Pattern { get; } = new("--pattern") { Description = "Which files of the folder.", DefaultValueFactory = _ => "*" };

    internal Option<string?> Table { get; } = new("--table") { Description = "Source: a column of this database table." };

    internal Option<string?> KeyColumn { get; } = new("--key-column") { Description = "The table's key column." };

    internal Option<TableKeyType> KeyType { get; } = new("--key-type") { Description = "Text, Number or Uuid.", DefaultValueFactory = _ => TableKeyType.Text };

    internal Option<string?> ValueColumn { get; } = new("--value-column") { Description = "The column with the encrypted values." };

    internal Option<bool> Binary { get; } = new("--binary-column") { Description = "The value column holds bytes, not text." };

    internal Option<string?> RedisPattern { get; } = new("--redis-keys") { Description = "Source: the Redis strings whose keys match, such as 'secret:*'." };

    internal Option<string?> Connection { get; } = new("--connection") { Description = "The name of a connection string (ConnectionStrings:NAME) of the table or Redis. Default: the kit's own." };

    internal Option<FileInfo[]> FernetKeys { get; } = new("--fernet-key-file") { Description = "A file with a Fernet key; may be repeated, newest first." };

    internal Option<FileInfo?> JsonKey { get; } = new("--json-envelope-key-file") { Description = "The file with the master key (text) of the earlier JSON envelope." };

    internal Option<string[]> JsonVersions { get; } = new("--json-envelope-version") { Description = "A version the envelopes name; may be repeated, newest first." };

    internal Option<int> BatchSize { get; } = new("--batch-size") { Description = "Values replaced at once, 1 to 10000.", DefaultValueFactory = _ => 200 };

    internal Command AddTo(Command command) => command.With(
        WorkFolder, Purpose, Folder, Pattern, Table, KeyColumn, KeyType, ValueColumn, Binary, RedisPattern, Connection, FernetKeys, JsonKey, JsonVersions, BatchSize);

    internal string WorkFolderOf(Invocation invocation) => Path.GetFullPath(invocation.Get(WorkFolder)!);
}
