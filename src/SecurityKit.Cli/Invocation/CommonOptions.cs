using System.CommandLine;

namespace SecurityKit.Cli;

/// <summary>The options every command has.</summary>
internal sealed class CommonOptions
{
    internal Option<FileInfo[]> Config { get; } = new("--config", "-c")
    {
        Description = "A JSON file with the host's configuration; may be repeated, later files win. Default: appsettings.json of this folder, if there is one. Environment variables win over files.",
        Recursive = true,
        HelpName = "file",
    };

    internal Option<bool> Json { get; } = new("--json")
    {
        Description = "Print one JSON document instead of text.",
        Recursive = true,
    };
}
