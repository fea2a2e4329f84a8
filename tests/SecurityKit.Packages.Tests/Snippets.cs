using System.Text.RegularExpressions;

namespace SecurityKit.Packages.Tests;

/// <summary>The C# blocks of a Markdown file.</summary>
internal static partial class Snippets
{
    internal static IReadOnlyList<string> Of(string markdownFile) => [.. BlocksOf(markdownFile).Select(block => block.Code)];

    internal static string FirstOfReadme(string package) => Of(Path.Combine(PackedFeed.Root, "src", package, "README.md"))[0];

    internal static IReadOnlyList<SnippetBlock> BlocksOf(string markdownFile) =>
        [.. Block().Matches(File.ReadAllText(markdownFile)).Select(match => new SnippetBlock(match.Groups["given"].Value, match.Groups["code"].Value))];

    [GeneratedRegex("^(?:<!-- given: (?<given>[^\\n]*?) -->\\s*?\\n)?```csharp\\s*?\\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
