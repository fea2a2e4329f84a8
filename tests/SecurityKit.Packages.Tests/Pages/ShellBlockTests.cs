using System.Text.RegularExpressions;
using SecurityKit.Testing;

namespace SecurityKit.Packages.Tests;

/// <summary>No command stands in a page that nobody runs: each shell block is run by a test that follows its page to the end, or says in the page why not.</summary>
[TestFixture]
public sealed partial class ShellBlockTests
{
    private const int MostNotRun = 5;
    private const int ShortestReason = 30;

    private static IReadOnlyList<string> Pages { get; } =
    [
        "README.md",
        .. PagesUnder("docs", "*.md"),
        .. PagesUnder("src", "README.md"),
        .. PagesUnder("samples", "README.md"),
    ];

    [Test]
    public void EveryPageWithShellBlocks_IsFollowedToItsEnd()
    {
        var tests = Directory.GetFiles(Path.Combine(PackedFeed.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText).Where(source => source.Contains(".RunToEnd()", StringComparison.Ordinal)).ToArray();

        var forgotten = Pages.Where(page => BlocksOf(page).Any(block => block.IsShell && block.WhyNotRun is null))
            .Where(page => !tests.Any(source => source.Contains($"\"{page}\"", StringComparison.Ordinal)));

        Assert.That(forgotten, Is.Empty, "follow them with ShellPage.Open(...).RunToEnd()");
    }

    [Test]
    public void BlocksThatAreNotRun_AreFewAndSayWhy()
    {
        var notRun = Pages.SelectMany(page => BlocksOf(page).Select(block => (Page: page, Reason: block.WhyNotRun))).Where(block => block.Reason is not null).ToArray();

        Assert.That(notRun.Where(block => block.Reason!.Length < ShortestReason), Is.Empty);
        Assert.That(notRun, Has.Length.AtMost(MostNotRun), string.Join(Environment.NewLine, notRun));
    }

    [Test]
    public void Commands_StandInShellBlocksOnly()
    {
        var hidden = Pages.SelectMany(page => BlocksOf(page).Where(block => !block.IsShell && block.Language is "" or "text" or "console" && CommandLine().IsMatch(block.Code))
            .Select(block => $"{page}, {block.Heading}: {block.Code}"));

        Assert.That(hidden, Is.Empty, "give these blocks the language sh");
    }

    /// <summary>A comment that is meant as a mark and is none would leave its block out, or in, silently.</summary>
    [Test]
    public void MarksOfShellBlocks_AreKnown()
    {
        var unknown = Pages.SelectMany(page => BlocksOf(page).Where(block => block is { IsShell: true, Mark.Length: > 0, Serves: false, WhyNotRun: null })
            .Select(block => $"{page}: {block.Mark}"));

        Assert.That(unknown, Is.Empty);
    }

    private static IReadOnlyList<PageBlock> BlocksOf(string page) => ShellPage.BlocksOf(Path.Combine(PackedFeed.Root, page));

    private static IEnumerable<string> PagesUnder(string folder, string pattern) =>
        Directory.GetFiles(Path.Combine(PackedFeed.Root, folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(PackedFeed.Root, file)).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^\s*(?:\$ )?(?:securitykit|dotnet|tools/|curl|openssl|docker|git|pkcs11-tool|export|\./)\b", RegexOptions.Multiline)]
    private static partial Regex CommandLine();
}
