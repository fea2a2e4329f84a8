using System.Xml.Linq;

namespace SecurityKit.Architecture.Tests;

[TestFixture]
public sealed class ProjectReferenceTests
{
    /// <summary>A package that exists for another one is tested beside it.</summary>
    private static readonly Dictionary<string, string> TestedBy = new(StringComparer.Ordinal) { ["SecurityKit.Geo"] = Path.Combine("SecurityKit.Sessions.Tests", "Geo") };

    private static IReadOnlyList<string> Packages => Repository.Packages;

    [Test]
    public void ThereArePackages() => Assert.That(Packages, Does.Contain("SecurityKit.Core").And.Contain("SecurityKit.Crypto"));

    [TestCaseSource(nameof(Packages))]
    public void Project_ReferencesOnlyWhatItsFloorAllows(string package)
    {
        var allowed = Floors.AllowedFor(package);
        Assert.That(allowed, Is.Not.Null, $"{package} stands on no floor: give it one in {nameof(Floors)}.");

        var referenced = Items(package, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

        Assert.That(referenced.Except(allowed!), Is.Empty);
    }

    [Test]
    public void Core_DependsOnNothingBeyondMicrosoftExtensions() =>
        Assert.That(Items("SecurityKit.Core", "PackageReference"), Is.All.StartsWith("Microsoft.Extensions."));

    [TestCaseSource(nameof(Packages))]
    public void Project_NamesNoVersions(string package)
    {
        var versioned = XDocument.Load(Repository.ProjectFile(package)).Descendants("PackageReference")
            .Where(item => item.Attribute("Version") is not null || item.Attribute("VersionOverride") is not null);

        Assert.That(versioned.Select(item => item.Attribute("Include")!.Value), Is.Empty, "versions stand in Directory.Packages.props");
    }

    [TestCaseSource(nameof(Packages))]
    public void Package_HasADescriptionAReadmeAndTests(string package)
    {
        var project = XDocument.Load(Repository.ProjectFile(package));
        var readme = Path.Combine(Repository.Source, package, "README.md");

        Assert.That(project.Descendants("Description").SingleOrDefault()?.Value, Is.Not.Null.And.Not.Empty);
        Assert.That(File.Exists(readme) ? new FileInfo(readme).Length : 0, Is.GreaterThan(200), "a README that says something");
        if (package != "SecurityKit")
        {
            Assert.That(Directory.Exists(Path.Combine(Repository.Tests, TestedBy.GetValueOrDefault(package, package + ".Tests"))), Is.True);
        }
    }

    private static IEnumerable<string> Items(string package, string kind) =>
        XDocument.Load(Repository.ProjectFile(package)).Descendants(kind).Select(item => item.Attribute("Include")!.Value);
}
