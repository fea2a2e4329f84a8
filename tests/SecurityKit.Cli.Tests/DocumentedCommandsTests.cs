using System.CommandLine;
using System.Text.RegularExpressions;

namespace SecurityKit.Cli.Tests;

/// <summary>Every command line of the tool in every page and README is one that the tool understands.</summary>
[TestFixture]
public sealed partial class DocumentedCommandsTests
{
    private static IEnumerable<TestCaseData> Lines()
    {
        var root = Repository.Root;
        var files = Directory.GetFiles(Path.Combine(root, "docs"), "*.md")
            .Concat(Directory.GetFiles(Path.Combine(root, "src"), "README.md", SearchOption.AllDirectories))
            .Append(Path.Combine(root, "README.md"));
        foreach (var file in files)
        {
            foreach (Match block in Block().Matches(File.ReadAllText(file)))
            {
                foreach (var line in Command().Matches(block.Groups[1].Value).Select(match => match.Groups[1].Value))
                {
                    yield return new TestCaseData(line).SetArgDisplayNames(Path.GetRelativePath(root, file), line);
                }
            }
        }
    }

    [TestCaseSource(nameof(Lines))]
    public void Line_IsUnderstood(string line) => Assert.That(Tool.Create().Parse(line).Errors.Select(error => error.Message), Is.Empty);

    [GeneratedRegex("^```(?:sh)?\\s*?\\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    /// <summary>Without what the shell takes: comments, redirections.</summary>
    [GeneratedRegex(@"^(?:tools/)?securitykit +([^#>|<\n]*)", RegexOptions.Multiline)]
    private static partial Regex Command();
}
