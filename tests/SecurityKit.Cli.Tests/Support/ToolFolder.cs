using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecurityKit.Cli.Tests;

/// <summary>A folder with a configuration as a host has it: SQLite, a master key in a file, the Production environment.</summary>
internal sealed class ToolFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("sk-cli-").FullName;

    internal ToolFolder(Action<JsonObject>? change = null)
    {
        MasterKeyFile = Write("master.key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var kit = new JsonObject
        {
            ["Crypto"] = new JsonObject { [nameof(MasterKeyFile)] = MasterKeyFile },
            ["Database"] = new JsonObject { ["Provider"] = "Sqlite", ["ConnectionString"] = DatabaseConnection },
        };
        change?.Invoke(kit);
        Config = Write("host.json", new JsonObject { ["SecurityKit"] = kit }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    internal string Config { get; }

    internal string MasterKeyFile { get; }

    internal string DatabaseConnection => $"Data Source={PathOf("security.db")}";

    internal string PathOf(string name) => Path.Combine(_path, name);

    /// <summary>Writes a file that its owner only may read.</summary>
    internal string Write(string name, string text)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    internal Task<ToolRun> Run(params string[] arguments) => ToolRun.Of([.. arguments, "--config", Config], folder: _path);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
