namespace SecurityKit.Cli.Tests;

[TestFixture]
public sealed class RateTests
{
    [Test]
    public async Task ConfiguredHost_IsRatedWithReasons()
    {
        using var folder = new ToolFolder();
        using var node = await NodeOf.StartAsync(folder);

        var run = await folder.Run("rate", "--json");
        var least = await folder.Run("rate", "--min", "D");

        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Errors);
        Assert.That(least.ExitCode, Is.Zero);
        Assert.That(run.Json.GetProperty("findings").GetArrayLength(), Is.GreaterThan(5));
        Assert.That(run.Json.GetProperty("findings").EnumerateArray().All(f => f.GetProperty("evidence").GetString()!.Length > 0), Is.True);
    }

    [Test]
    public async Task BelowTheLeast_EndsWithOne()
    {
        using var folder = new ToolFolder(kit => kit.Remove("Database"));

        var run = await ToolRun.Of(
            ["rate", "--min", "A", "--config", folder.Config], environment: new Dictionary<string, string> { ["DOTNET_ENVIRONMENT"] = "Development" });

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output + run.Errors);
        Assert.That(run.Output, Does.Contain("core.stores.lasting"));
    }

    [Test]
    public async Task AHostThatIsNotThere_IsUnavailable()
    {
        var run = await ToolRun.Of(["rate", "--url", "http://127.0.0.1:1/api/v1/security"]);

        Assert.That(run.ExitCode, Is.EqualTo(4), run.Output + run.Errors);
    }
}
