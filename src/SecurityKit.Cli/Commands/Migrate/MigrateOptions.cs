using System.CommandLine;

namespace SecurityKit.Cli;

/// <summary>What a migration is of, and in what form the data is.</summary>
internal sealed class MigrateOptions
{
    internal DataSourceOptions Source { get; } = new();

    internal Option<FileInfo[]> FernetKeys { get; } = new("--fernet-key-file") { Description = "A file with a Fernet key; may be repeated, newest first." };

    internal Option<FileInfo?> JsonKey { get; } = new("--json-envelope-key-file") { Description = "The file with the master key (text) of the earlier JSON envelope." };

    internal Option<string[]> JsonVersions { get; } = new("--json-envelope-version") { Description = "A version the envelopes name; may be repeated, newest first." };

    internal Command AddTo(Command command) => Source.AddTo(command).With(FernetKeys, JsonKey, JsonVersions);

    internal string WorkFolderOf(Invocation invocation) => Source.WorkFolderOf(invocation);
}
