namespace SecurityKit.Cli.Tests;

[TestFixture]
public sealed class HashTests
{
    private const string Bcrypt = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

    [TestCase("U*U\n", 0, "verifiedRehashNeeded")]
    [TestCase("U*V\n", 1, "failed")]
    public async Task Verify_ReadsThePasswordFromStandardInput(string password, int exitCode, string result)
    {
        using var folder = new ToolFolder();
        folder.Write("hash", Bcrypt + "\n");

        var run = await ToolRun.Of(["hash", "verify", "--hash-file", folder.PathOf("hash"), "--json"], input: password);

        Assert.That((run.ExitCode, run.Json.GetProperty("result").GetString()), Is.EqualTo((exitCode, result)), run.Errors);
    }

    [Test]
    public async Task Verify_OfNoKnownHash_IsNo()
    {
        using var folder = new ToolFolder();
        folder.Write("hash", "d41d8cd98f00b204e9800998ecf8427e");
        folder.Write("password", "secret");

        var run = await ToolRun.Of(["hash", "verify", "--hash-file", folder.PathOf("hash"), "--password-file", folder.PathOf("password")]);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output + run.Errors);
        Assert.That(run.Output + run.Errors, Does.Not.Contain("secret"));
    }

    [Test]
    public async Task Calibrate_MeasuresParametersAtOrAboveTheLeastThatOwaspAccepts()
    {
        var run = await ToolRun.Of(["hash", "calibrate", "--target-ms", "40", "--max-memory-mib", "19", "--json"]);

        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        var memory = run.Json.GetProperty("memoryKiB").GetInt32();
        Assert.That(memory, Is.InRange(7 * 1024, 19 * 1024));
        Assert.That(memory * run.Json.GetProperty("iterations").GetInt32(), Is.AtLeast(35 * 1024));
        Assert.That(run.Json.GetProperty("tookMs").GetDouble(), Is.Positive);
        Assert.That(run.Json.GetProperty("isWithinTarget").GetBoolean(), Is.EqualTo(run.Json.GetProperty("tookMs").GetDouble() <= 40));
    }
}
