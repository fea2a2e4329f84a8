using System.Text.RegularExpressions;

namespace SecurityKit.Packages.Tests;

/// <summary>The C# blocks of a Markdown file.</summary>
internal static partial class Snippets
{
    internal static IReadOnlyList<string> Of(string markdownFile) =>
        [.. Block().Matches(File.ReadAllText(markdownFile)).Select(match => match.Groups[1].Value)];

    internal static string FirstOfReadme(string package) => Of(Path.Combine(PackedFeed.Root, "src", package, "README.md"))[0];

    [GeneratedRegex("^```csharp\\s*\\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
