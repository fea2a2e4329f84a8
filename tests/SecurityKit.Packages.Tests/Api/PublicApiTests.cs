using System.Reflection;

namespace SecurityKit.Packages.Tests;

/// <summary>Public is a promise: what is added to it, and what is taken from it, is looked at and accepted by name.</summary>
[TestFixture]
public sealed class PublicApiTests
{
    private const string AcceptVariable = "SECURITYKIT_ACCEPT_API";
    private const string HowToAccept = AcceptVariable + "=1 dotnet test tests/SecurityKit.Packages.Tests --filter PublicApi";

    /// <summary>The metapackage has no code; the tool is an application.</summary>
    private static IEnumerable<string> Packages => PackedFeed.Ids.Where(id => id is not "SecurityKit" and not "SecurityKit.Cli");

    private static string Approved => Path.Combine(PackedFeed.Root, "tests", "SecurityKit.Packages.Tests", "Api", "Approved");

    [TestCaseSource(nameof(Packages))]
    public void PublicApi_IsWhatWasApproved(string package)
    {
        var present = PublicApiText.Of(Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, package + ".dll")));
        var file = Path.Combine(Approved, package + ".txt");
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            File.WriteAllLines(file, present);
            return;
        }

        var approved = File.Exists(file) ? File.ReadAllLines(file) : [];
        var added = Difference(present, approved, "+ ");
        var removed = Difference(approved, present, "- ");

        Assert.That(
            added.Concat(removed), Is.Empty,
            $"The public API of {package} has changed. Look at it, then accept it with:{Environment.NewLine}{HowToAccept}");
        Assert.That(present, Is.EqualTo(approved));
    }

    [Test]
    public void PublicApi_IsApprovedForNothingThatIsNotThere()
    {
        var files = Directory.GetFiles(Approved, "*.txt").Select(Path.GetFileNameWithoutExtension);

        Assert.That(files, Is.EquivalentTo(Packages));
    }

    [Test]
    public void PublicApiText_NoticesMembersParametersAndDefaults()
    {
        var lines = PublicApiText.Of(typeof(PublicApiTests).Assembly);

        Assert.That(lines, Does.Contain("sealed class SecurityKit.Packages.Tests.PublicApiTests").And.Contain("    Void PublicApi_IsWhatWasApproved(String package)"));
    }

    /// <summary>With its type before each member, so that a line says where it belongs.</summary>
    private static IEnumerable<string> Difference(IReadOnlyList<string> of, IReadOnlyList<string> without, string mark)
    {
        var known = Qualified(without).ToHashSet(StringComparer.Ordinal);
        return Qualified(of).Where(line => !known.Contains(line)).Select(line => mark + line);
    }

    private static IEnumerable<string> Qualified(IReadOnlyList<string> lines)
    {
        var type = string.Empty;
        foreach (var line in lines)
        {
            type = line.StartsWith(' ') ? type : line;
            yield return line.StartsWith(' ') ? $"{type.Split(" : ")[0]} {line.Trim()}" : line;
        }
    }
}
