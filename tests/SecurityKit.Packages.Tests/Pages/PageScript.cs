using System.Text;
using System.Text.RegularExpressions;

namespace SecurityKit.Packages.Tests;

/// <summary>
/// What a reader does who follows a page: runs its shell blocks (<c>```sh</c>) one after the other in one shell, and writes the files that stand in it. A block that is a
/// file has its path on the line before, in a comment that readers do not see: <c>&lt;!-- file: Program.cs --&gt;</c>.
/// </summary>
internal static partial class PageScript
{
    private const string Preamble = """
        set -euo pipefail
        set -m
        trap 'for job in $(jobs -p); do kill -- -$job 2>/dev/null || true; done; wait 2>/dev/null || true' EXIT
        """;

    internal static string Of(string markdownFile, params string[] before)
    {
        var script = new StringBuilder(Preamble).AppendLine();
        foreach (var line in before)
        {
            script.AppendLine(line);
        }

        foreach (Match block in Block().Matches(File.ReadAllText(markdownFile)))
        {
            if (block.Groups["file"] is { Success: true, Value: var file })
            {
                // The path is from where the page began, whatever folder the shell is in by now.
                script.AppendLine($"cat > \"$PAGE_FOLDER/{file}\" <<'END_OF_FILE'").Append(block.Groups["code"].Value).AppendLine("END_OF_FILE");
            }
            else if (block.Groups["language"].Value == "sh")
            {
                script.AppendLine(block.Groups["code"].Value);
            }
        }

        return script.ToString();
    }

    /// <summary>Follows the page in a folder of its own that knows the packed feed.</summary>
    internal static string Follow(string page, params string[] before)
    {
        var folder = Directory.CreateTempSubdirectory("sk-page-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "nuget.config"), StrangerProject.NuGetConfig());
            File.WriteAllText(Path.Combine(folder, "page.sh"), Of(Path.Combine(PackedFeed.Root, "docs", page), before));
            return Shell.Run(folder, "bash", ["page.sh"], new Dictionary<string, string>
            {
                ["PAGE_FOLDER"] = folder,
                ["NUGET_PACKAGES"] = Path.Combine(folder, ".packages"),
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["DOTNET_NOLOGO"] = "1",
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(@"^(?:<!-- file: (?<file>[^\n]+?) -->\n)?```(?<language>\w+)[^\n]*\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
