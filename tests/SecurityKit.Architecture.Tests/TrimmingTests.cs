using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SecurityKit.Architecture.Tests;

/// <summary>Every package is made for trimming and for compilation ahead of time, or its reason stands in docs/dependencies.md; no warning about it is silenced.</summary>
[TestFixture]
public sealed partial class TrimmingTests
{
    [Test]
    public void PackagesThatAreNotMadeForIt_AreNamedWithTheReason()
    {
        var exceptions = Repository.Packages.Where(package =>
            XDocument.Load(Repository.ProjectFile(package)).Descendants("IsAotCompatible").Any(property => property.Value == "false"));
        var section = File.ReadAllText(Path.Combine(Repository.Root, "docs", "dependencies.md")).Split("\n## ").Single(part => part.StartsWith("Trimming", StringComparison.Ordinal));
        var named = NotMadeForIt().Matches(section).Select(match => match.Groups["package"].Value).Order(StringComparer.Ordinal);

        Assert.That(named, Is.EqualTo(exceptions));
    }

    [Test]
    public void NoWarningOfTheTrimmer_IsSilenced()
    {
        var silenced = ((string[])["*.cs", "*.csproj", "*.props"]).SelectMany(pattern => Repository.Files(Repository.Source, pattern))
            .Where(file => Silenced().IsMatch(File.ReadAllText(file))).Select(Repository.Relative);

        Assert.That(silenced, Is.Empty);
    }

    [GeneratedRegex(@"^\| `(?<package>SecurityKit[\w.]*)` \| no ", RegexOptions.Multiline)]
    private static partial Regex NotMadeForIt();

    [GeneratedRegex(@"UnconditionalSuppressMessage|(?:pragma warning disable|NoWarn)[^\n]*\bIL[23]\d{3}\b|SuppressTrimAnalysisWarnings")]
    private static partial Regex Silenced();
}
