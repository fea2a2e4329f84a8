using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;

namespace SecurityKit.Packages.Tests;

[TestFixture]
public sealed class PackageContentTests
{
    private const string Metapackage = "SecurityKit";
    private const string Tool = "SecurityKit.Cli";

    private static IEnumerable<string> Ids => PackedFeed.Ids;

    private static IEnumerable<string> Libraries => PackedFeed.Ids.Where(id => id is not Metapackage and not Tool);

    [TestCaseSource(nameof(Ids))]
    public void Package_HasReadmeIconLicenceAndDescription(string id)
    {
        using var package = ZipFile.OpenRead(PackedFeed.FileOf(id, ".nupkg"));
        var metadata = Metadata(package, id);

        Assert.That(Text(package, "README.md"), Has.Length.GreaterThan(200));
        Assert.That(package.GetEntry("icon.png"), Is.Not.Null);
        Assert.That(
            (Value(metadata, "readme"), Value(metadata, "icon"), Value(metadata, "license")), Is.EqualTo(("README.md", "icon.png", "MIT")));
        Assert.That(Value(metadata, "description"), Is.Not.Null.And.Not.EqualTo("Package Description"));
    }

    [TestCaseSource(nameof(Libraries))]
    public void Library_HasAssemblyDocumentationAndSymbols(string id)
    {
        using var package = ZipFile.OpenRead(PackedFeed.FileOf(id, ".nupkg"));
        using var symbols = ZipFile.OpenRead(PackedFeed.FileOf(id, ".snupkg"));

        Assert.That(package.GetEntry($"lib/net10.0/{id}.dll"), Is.Not.Null);
        Assert.That(Text(package, $"lib/net10.0/{id}.xml"), Does.Contain("<summary>"));
        Assert.That(symbols.GetEntry($"lib/net10.0/{id}.pdb"), Is.Not.Null);
        Assert.That(package.Entries.Where(entry => entry.FullName.EndsWith(".dll", StringComparison.Ordinal)).ToArray(), Has.Length.EqualTo(1));
    }

    [TestCaseSource(nameof(Libraries))]
    public void Library_IsBuiltDeterministicallyAndNamesNoFolderOfThisMachine(string id)
    {
        using var package = ZipFile.OpenRead(PackedFeed.FileOf(id, ".nupkg"));
        using var symbols = ZipFile.OpenRead(PackedFeed.FileOf(id, ".snupkg"));
        var assembly = Bytes(package, $"lib/net10.0/{id}.dll");
        using var reader = new PEReader(new MemoryStream(assembly));

        Assert.That(reader.ReadDebugDirectory().Select(entry => entry.Type), Does.Contain(DebugDirectoryEntryType.Reproducible));
        Assert.That(Documents(Bytes(symbols, $"lib/net10.0/{id}.pdb")), Is.All.StartsWith("/_").And.Not.Empty);
        Assert.That(Encoding.UTF8.GetString(assembly), Does.Not.Contain(PackedFeed.Root));
    }

    [TestCaseSource(nameof(Libraries))]
    public void Library_DependsOnItsSiblingsInItsOwnVersion(string id)
    {
        using var package = ZipFile.OpenRead(PackedFeed.FileOf(id, ".nupkg"));
        var siblings = Metadata(package, id).Descendants().Where(element => element.Name.LocalName == "dependency")
            .Where(dependency => dependency.Attribute("id")!.Value.StartsWith("SecurityKit.", StringComparison.Ordinal));

        Assert.That(siblings.Select(dependency => dependency.Attribute("version")!.Value), Is.All.EqualTo(PackedFeed.VersionOf(id)));
        Assert.That(siblings.Any(), Is.EqualTo(id != "SecurityKit.Core"));
    }

    [Test]
    public void Metapackage_HasDependenciesAndNoAssembly()
    {
        using var package = ZipFile.OpenRead(PackedFeed.FileOf(Metapackage, ".nupkg"));
        var dependencies = Metadata(package, Metapackage).Descendants().Where(element => element.Name.LocalName == "dependency")
            .Select(dependency => dependency.Attribute("id")!.Value);

        Assert.That(package.Entries.Select(entry => entry.FullName), Has.None.EndsWith(".dll"));
        Assert.That(dependencies, Does.Contain("SecurityKit.Crypto").And.Contain("SecurityKit.AspNetCore").And.Contain("SecurityKit.EntityFrameworkCore"));
    }

    [Test]
    public void TestsAndSamples_AreNotPacked()
    {
        var packed = Directory.GetFiles(PackedFeed.Folder, "*.nupkg").Select(Path.GetFileName);

        Assert.That(packed.ToArray(), Has.Length.EqualTo(PackedFeed.Ids.Count));
    }

    private static XElement Metadata(ZipArchive package, string id) => XDocument.Parse(Text(package, id + ".nuspec")).Root!.Elements().First();

    private static string? Value(XElement metadata, string name) =>
        metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

    private static string Text(ZipArchive package, string name) => Encoding.UTF8.GetString(Bytes(package, name)).TrimStart('\uFEFF');

    private static byte[] Bytes(ZipArchive package, string name)
    {
        var entry = package.GetEntry(name);
        Assert.That(entry, Is.Not.Null, name);
        using var stream = entry!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static string[] Documents(byte[] portablePdb)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(portablePdb));
        var reader = provider.GetMetadataReader();
        return [.. reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name))];
    }
}
