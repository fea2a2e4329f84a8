using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace SecurityKit.Testing;

/// <summary>
/// What a reader does who follows a page: runs its shell blocks one after the other in one shell, in a folder of his own, and writes the files that stand in it.
/// A test may stop before a heading, do what the page takes as done, and go on in a new shell in the same folder.
/// </summary>
public sealed partial class ShellPage
{
    private const string Preamble = """
        set -euo pipefail
        set -m
        trap 'for job in $(jobs -p); do kill -- -$job 2>/dev/null || true; done; wait 2>/dev/null || true' EXIT
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly string _folder;
    private readonly string _page;
    private readonly Queue<PageBlock> _left;
    private readonly List<(string From, string To)> _replacements = [];
    private readonly List<string> _before = [];
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    private ShellPage(string root, string page, string folder)
    {
        _page = page;
        _folder = folder;
        _left = new Queue<PageBlock>(BlocksOf(Path.Combine(root, page)));
        _environment["PAGE_FOLDER"] = folder;
        _environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        _environment["DOTNET_NOLOGO"] = "1";
        _environment["MSBUILDDISABLENODEREUSE"] = "1";
    }

    /// <summary>Opens a page to be followed.</summary>
    /// <param name="page">Its path from the top of the repository.</param>
    /// <param name="root">The top of the repository.</param>
    /// <param name="folder">Where the reader works.</param>
    public static ShellPage Open(string page, string root, string folder) => new(root, page, folder);

    public static IReadOnlyList<PageBlock> BlocksOf(string markdownFile)
    {
        var heading = string.Empty;
        var blocks = new List<PageBlock>();
        foreach (Match match in Part().Matches(File.ReadAllText(markdownFile)))
        {
            if (match.Groups["heading"].Success)
            {
                heading = match.Groups["heading"].Value;
            }
            else
            {
                blocks.Add(new PageBlock(match.Groups["language"].Value, match.Groups["code"].Value, match.Groups["mark"].Value, heading));
            }
        }

        return blocks;
    }

    /// <summary>Says what stands for a placeholder of the page, such as SUBJECT.</summary>
    public ShellPage Where(string placeholder, string value)
    {
        _replacements.Add((placeholder, value));
        return this;
    }

    /// <summary>Something the reader has done before, in the same shell.</summary>
    public ShellPage After(params ReadOnlySpan<string> lines)
    {
        _before.AddRange(lines);
        return this;
    }

    public ShellPage With(string variable, string value)
    {
        _environment[variable] = value;
        return this;
    }

    /// <summary>Runs what is left before a heading.</summary>
    /// <returns>All that was printed.</returns>
    public string RunUntil(string heading)
    {
        var blocks = new List<PageBlock>();
        while (_left.TryPeek(out var next) && next.Heading != heading)
        {
            blocks.Add(_left.Dequeue());
        }

        Assert.That(_left, Is.Not.Empty, $"{_page} has blocks under '{heading}'");
        return Run(blocks);
    }

    /// <summary>Runs what is left. Every test of a page ends with it, so that no block is forgotten.</summary>
    /// <returns>All that was printed.</returns>
    public string RunToEnd()
    {
        var blocks = _left.ToArray();
        _left.Clear();
        return Run(blocks);
    }

    private string Run(IReadOnlyCollection<PageBlock> blocks)
    {
        var script = new StringBuilder(Preamble).AppendLine();
        foreach (var line in _before)
        {
            script.AppendLine(line);
        }

        foreach (var block in blocks.Where(block => block.WhyNotRun is null))
        {
            if (block.File is { } file)
            {
                // The path is from where the page began, whatever folder the shell is in by now.
                script.AppendLine($"cat > \"$PAGE_FOLDER/{file}\" <<'END_OF_FILE'").Append(block.Code).AppendLine("END_OF_FILE");
            }
            else if (block.IsShell)
            {
                script.AppendLine(block.Serves ? Serving(Replaced(block.Code)) : Replaced(block.Code));
            }
        }

        var path = Path.Combine(_folder, "page.sh");
        File.WriteAllText(path, script.ToString());
        return RunScript(path);
    }

    private string Replaced(string code) => _replacements.Aggregate(code, (text, pair) => text.Replace(pair.From, pair.To, StringComparison.Ordinal));

    /// <summary>The server is one when it answers, whatever it answers.</summary>
    private static string Serving(string code) => $"""
        (
        {code}
        ) &
        server=$!
        curl --silent --output /dev/null --retry 240 --retry-connrefused --retry-delay 1 "$Urls"
        kill -- -$server
        wait $server || true
        """;

    private string RunScript(string path)
    {
        var start = new ProcessStartInfo("bash", [path]) { WorkingDirectory = _folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(IsOfTheRunner).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{_page} was not followed within {Limit}.");
        }

        var text = output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult();
        Assert.That(process.ExitCode, Is.Zero, $"{_page}{Environment.NewLine}{File.ReadAllText(path)}{Environment.NewLine}{text}");
        return text;
    }

    /// <summary>What a reader does not have.</summary>
    private static bool IsOfTheRunner(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("SECURITYKIT", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_HOST_PATH" or "DOTNET_ROOT_X64" or "ASPNETCORE_URLS" or "ASPNETCORE_ENVIRONMENT" or "DOTNET_ENVIRONMENT";

    [GeneratedRegex(
        @"^#+ (?<heading>[^\n]+)$|^(?:<!-- (?<mark>[^\n]+?) -->\n)?(?<fence>```+)(?<language>\w*)[^\n]*\n(?<code>.*?)^\k<fence>[ ]*$",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Part();
}
