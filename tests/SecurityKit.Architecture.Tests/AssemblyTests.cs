using System.Reflection;
using System.Xml.Linq;

namespace SecurityKit.Architecture.Tests;

[TestFixture]
public sealed class AssemblyTests
{
    private static readonly string[] PlatformPrefixes = ["System.", "Microsoft.Extensions.", "netstandard"];

    /// <summary>The metapackage has no code; the tool is an application.</summary>
    private static IEnumerable<string> Packages => Repository.Packages.Where(name => name is not "SecurityKit" and not "SecurityKit.Cli");

    [TestCaseSource(nameof(Packages))]
    public void Assembly_ReferencesOnlyWhatItsFloorAllows(string package)
    {
        var referenced = Load(package).GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("SecurityKit", StringComparison.Ordinal));

        Assert.That(referenced.Except(Floors.AllowedFor(package)!), Is.Empty);
    }

    [Test]
    public void Core_ReferencesNothingBeyondThePlatformAndMicrosoftExtensions()
    {
        var foreign = Load("SecurityKit.Core").GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => !PlatformPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));

        Assert.That(foreign, Is.Empty);
    }

    [TestCaseSource(nameof(Packages))]
    public void PublicTypes_AreDocumented(string package)
    {
        var assembly = Load(package);
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        Assert.That(File.Exists(path), Is.True, "the documentation stands beside the assembly");
        var documented = XDocument.Load(path).Descendants("member")
            .Where(member => member.Element("summary")?.Value.Trim().Length > 0 || member.Element("inheritdoc") is not null)
            .Select(member => member.Attribute("name")!.Value)
            .ToHashSet(StringComparer.Ordinal);

        var missing = assembly.GetExportedTypes().Select(type => "T:" + type.FullName!.Replace('+', '.')).Where(name => !documented.Contains(name));

        Assert.That(missing, Is.Empty);
    }

    [TestCaseSource(nameof(Packages))]
    public void PublicTypes_StandInTheNamespaceOfTheirPackage(string package)
    {
        string[] allowed = package == "SecurityKit.Core" ? ["SecurityKit"] : [package];
        // Extension methods stand where the host has a using already.
        string[] forExtensions =
        [
            "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Configuration", "Microsoft.AspNetCore.Builder",
            "Microsoft.AspNetCore.Hosting",
        ];

        var elsewhere = Load(package).GetExportedTypes()
            .Where(type => !allowed.Contains(type.Namespace) && !(IsStatic(type) && forExtensions.Contains(type.Namespace)))
            .Select(type => type.FullName);

        Assert.That(elsewhere, Is.Empty);
    }

    [TestCaseSource(nameof(Packages))]
    public void PublicClasses_AreSealedAbstractOrMeantToBeDerivedFrom(string package)
    {
        var open = Load(package).GetExportedTypes()
            .Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract && !typeof(Exception).IsAssignableFrom(type))
            .Select(type => type.FullName);

        Assert.That(open, Is.Empty);
    }

    [TestCaseSource(nameof(Packages))]
    public void StoreMethods_AlwaysTakeACancellationToken(string package)
    {
        var without = Load(package).GetExportedTypes()
            .Where(type => type.IsInterface && type.Name.EndsWith("Store", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods())
            .Where(method => typeof(System.Runtime.CompilerServices.INotifyCompletion).IsAssignableFrom(AwaiterOf(method.ReturnType)))
            .Where(method => method.GetParameters().LastOrDefault() is not { IsOptional: false } last || last.ParameterType != typeof(CancellationToken))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}");

        Assert.That(without, Is.Empty);
    }

    private static Assembly Load(string package) => Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, package + ".dll"));

    private static bool IsStatic(Type type) => type is { IsAbstract: true, IsSealed: true };

    private static Type? AwaiterOf(Type type) => type.GetMethod("GetAwaiter", Type.EmptyTypes)?.ReturnType;
}
