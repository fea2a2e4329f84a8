using System.Reflection;
using System.Text.RegularExpressions;

namespace SecurityKit.Architecture.Tests;

/// <summary>Every implementation of every store runs the contract of its interface, on every engine it serves.</summary>
[TestFixture]
public sealed partial class StoreContractTests
{
    /// <summary>Every store interface that a package registers, with the packages that implement it.</summary>
    private static IEnumerable<TestCaseData> Implementations()
    {
        var interfaces = StoreInterfaces();
        foreach (var package in Repository.Packages.Where(name => name is not "SecurityKit" and not "SecurityKit.Cli"))
        {
            var types = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, package + ".dll")).GetTypes();
            foreach (var implementations in types
                .Where(type => type is { IsClass: true, IsAbstract: false })
                .SelectMany(type => type.GetInterfaces().Where(i => interfaces.Contains(i.Name)).Select(i => (Interface: i.Name, Type: type)))
                .GroupBy(pair => pair.Interface, pair => pair.Type))
            {
                yield return new TestCaseData(package, implementations.Key, implementations.Select(type => type.Name).ToArray())
                    .SetArgDisplayNames(package, implementations.Key);
            }
        }
    }

    [Test]
    public void Stores_AreFound() => Assert.That(StoreInterfaces(), Does.Contain("ICounterStore").And.Contain("ILeaseStore").And.Contain("IChangeFeed"));

    [Test]
    public void EveryStoreInterface_HasAContract()
    {
        var contracts = Repository.Files(Path.Combine(Repository.Tests, "SecurityKit.Testing")).Select(Path.GetFileNameWithoutExtension).ToHashSet();

        Assert.That(StoreInterfaces().Select(ContractOf).Where(contract => !contracts.Contains(contract)), Is.Empty);
    }

    [TestCaseSource(nameof(Implementations))]
    public void EveryImplementation_HasAFixture(string package, string storeInterface, string[] implementations)
    {
        var fixtures = Fixtures(package, ContractOf(storeInterface));

        Assert.That(
            fixtures, Has.Count.GreaterThanOrEqualTo(implementations.Length),
            $"{package} implements {storeInterface} by {string.Join(", ", implementations)}; its tests need a class for each that derives from {ContractOf(storeInterface)}.");
        if (package == "SecurityKit.EntityFrameworkCore")
        {
            var text = string.Concat(fixtures);
            Assert.That(text, Does.Match("DatabaseProvider\\.Sqlite|SqliteAsync").And.Match("DatabaseProvider\\.PostgreSql|PostgreSqlAsync"), "both engines");
        }
    }

    private static string ContractOf(string storeInterface) => storeInterface[1..] + "Contract";

    /// <summary>The test classes that derive from a contract, as text.</summary>
    private static List<string> Fixtures(string package, string contract)
    {
        var folder = Path.Combine(Repository.Tests, package + ".Tests");
        var derived = new Regex($@"class \w+(\([^)]*\))?\s*:\s*{contract}\b", RegexOptions.None, TimeSpan.FromSeconds(5));
        return Directory.Exists(folder) ? [.. Repository.Files(folder).Select(File.ReadAllText).Where(text => derived.IsMatch(text))] : [];
    }

    private static HashSet<string> StoreInterfaces() =>
    [
        .. Repository.Files(Repository.Source)
            .SelectMany(file => Registration().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .Where(name => name != "TStore"),
    ];

    [GeneratedRegex(@"\bAddStore<(\w+)\s*[,>]")]
    private static partial Regex Registration();
}
