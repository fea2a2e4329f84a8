using System.Text.Json.Nodes;

namespace SecurityKit.Cli.Tests;

[TestFixture]
public sealed class DoctorTests
{
    [Test]
    public async Task AHostThatRuns_IsFine()
    {
        using var folder = new ToolFolder();
        using var node = await NodeOf.StartAsync(folder);

        var run = await folder.Run("doctor");

        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Errors);
        Assert.That(run.Output, Does.Contain("its schema is up to date").And.Not.Contain("FIX"));
    }

    [Test]
    public async Task NothingConfigured_NamesEveryDecisionThatIsMissing()
    {
        var run = await ToolRun.Of(["doctor", "--json"]);

        Assert.That(run.ExitCode, Is.EqualTo(3));
        Assert.That(run.Output, Does.Contain("SECURITYKIT_MASTER_KEY").And.Contain("openssl rand -base64 32").And.Contain("UseSqlite"));
    }

    [Test]
    public async Task OptionsOutOfRange_AreNamed()
    {
        using var folder = new ToolFolder(kit => kit["Sessions"] = new JsonObject { ["MaxSessionsPerSubject"] = 0 });

        var run = await folder.Run("doctor");

        Assert.That(run.ExitCode, Is.EqualTo(3));
        Assert.That(run.Output, Does.Contain("MaxSessionsPerSubject"));
    }

    [Test]
    public async Task ARedisThatIsNotThere_IsUnreachable()
    {
        using var folder = new ToolFolder(kit => kit["Redis"] = new JsonObject { ["ConnectionString"] = "127.0.0.1:1,password=hush-hush-0189" });
        using var node = await NodeOf.StartAsync(folder);

        var run = await folder.Run("doctor");

        Assert.That(run.ExitCode, Is.EqualTo(4), run.Output + run.Errors);
        Assert.That(run.Output + run.Errors, Does.Contain("Redis").And.Not.Contain("hush-hush"));
    }

    [Test]
    public async Task Doctor_ChangesNothing()
    {
        using var folder = new ToolFolder();

        var run = await folder.Run("doctor");

        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Errors);
        Assert.That(File.Exists(folder.PathOf("security.db")), Is.False);
    }
}
