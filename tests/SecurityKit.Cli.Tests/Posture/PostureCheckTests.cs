using System.Reflection;
using System.Text.RegularExpressions;

namespace SecurityKit.Cli.Tests;

/// <summary>Each check of each package passes where it should and fails where it should, with evidence and advice; a check without both fails here.</summary>
[TestFixture]
public sealed partial class PostureCheckTests
{
    /// <summary>Answers that were given already are no checks of their own.</summary>
    private static readonly string[] NotChecks = ["KnownFinding"];

    /// <summary>What these packages do is asked by <c>crypto.masterkey.custody</c>.</summary>
    private static readonly string[] AskedElsewhere = ["SecurityKit.Pkcs11"];

    private static IReadOnlyList<PostureCase> Cases => PostureCases.All;

    private static IEnumerable<string> Ids => Cases.Select(posture => posture.CheckId);

    [TestCaseSource(nameof(Ids))]
    public async Task Check_PassesWhereItShould(string id)
    {
        await using var host = new PostureHost();
        Cases.Single(posture => posture.CheckId == id).Passes(host);

        var (finding, _) = await host.AskAsync(id);

        Assert.That(finding.Status, Is.EqualTo(PostureStatus.Passed), finding.Evidence);
        AssertIsWhole(finding, id);
        Assert.That(finding.Advice, Is.Empty);
    }

    [TestCaseSource(nameof(Ids))]
    public async Task Check_FailsWhereItShould(string id)
    {
        await using var host = new PostureHost();
        Cases.Single(posture => posture.CheckId == id).Fails(host);

        var (finding, _) = await host.AskAsync(id);

        Assert.That(finding.Status, Is.EqualTo(PostureStatus.Failed), finding.Evidence);
        AssertIsWhole(finding, id);
        Assert.That(finding.Advice, Is.Not.Empty);
    }

    [Test]
    public async Task EveryCheckOfEveryPackage_HasAHostThatPassesAndOneThatFails()
    {
        var covered = new HashSet<Type>();
        foreach (var posture in Cases)
        {
            await using var host = new PostureHost();
            posture.Passes(host);
            covered.Add((await host.AskAsync(posture.CheckId)).Check);
        }

        Assert.That(Checks().Except(covered).Select(type => type.FullName), Is.Empty, "add these to PostureCases");
        Assert.That(Ids, Is.Unique);
    }

    [Test]
    public void EveryPackage_ContributesAQuestion()
    {
        var without = Packages().Select(assembly => assembly.GetName().Name!)
            .Except(Checks().Select(type => type.Assembly.GetName().Name!))
            .Except([.. AskedElsewhere, "SecurityKit.Cli"]);

        Assert.That(without, Is.Empty);
    }

    [Test]
    public async Task NothingPassesByDefault()
    {
        Assert.That(default(PostureStatus), Is.EqualTo(PostureStatus.Failed));
        var report = await new PostureEvaluator([]).EvaluateAsync();
        Assert.That((report.Score, report.Rating), Is.EqualTo((0.0, "D")));
    }

    private static void AssertIsWhole(PostureFinding finding, string id)
    {
        Assert.That(finding.CheckId, Is.EqualTo(id).And.Matches(StableId()));
        Assert.That(finding.Title, Is.Not.Empty);
        Assert.That(finding.Evidence, Is.Not.Empty);
        Assert.That(finding.Weight, Is.InRange(1, 10));
    }

    private static IEnumerable<Assembly> Packages() => Directory.GetFiles(AppContext.BaseDirectory, "SecurityKit.*.dll")
        .Where(file => !file.Contains(".Tests", StringComparison.Ordinal) && !file.EndsWith("SecurityKit.Testing.dll", StringComparison.Ordinal))
        .Select(Assembly.LoadFrom);

    private static Type[] Checks() =>
    [
        .. Packages().SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IPostureCheck).IsAssignableFrom(type) && !NotChecks.Contains(type.Name)),
    ];

    [GeneratedRegex(@"^[a-z]+(\.[a-z]+)+$")]
    private static partial Regex StableId();
}
