namespace SecurityKit.Cli.Tests;

[TestFixture]
public sealed class ToolTests
{
    private static readonly string[] Commands = ["demo", "rate", "doctor", "keys", "migrate", "sessions", "hash", "totp", "token"];

    [Test]
    public async Task Help_NamesEveryCommand()
    {
        var run = await ToolRun.Of(["--help"]);

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(Commands.Where(command => !run.Output.Contains($"  {command} ", StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("bogus")]
    [TestCase("keys")]
    [TestCase("keys rotate")]
    [TestCase("rate --min F")]
    [TestCase("hash verify")]
    [TestCase("totp uri --issuer A --account B --digits 7")]
    [TestCase("sessions revoke ada")]
    [TestCase("migrate run --work-folder w --purpose p --folder missing --fernet-key-file missing")]
    [TestCase("doctor --config missing.json")]
    public async Task WhatIsWrittenWrongly_EndsWithTwoAndSaysSoOnStandardError(string line)
    {
        var run = await ToolRun.Of(line.Split(' '));

        Assert.That(run.ExitCode, Is.EqualTo(2), run.Output + run.Errors);
        Assert.That(run.Errors, Is.Not.Empty);
    }

    [Test]
    public async Task NoCommand_TakesASecretAsAnArgument()
    {
        string[] suspicious = ["--password ", "--secret ", "--token ", "--key ", "--pin ", "--code ", "--master-key "];
        string[][] lines =
        [
            ["hash", "verify"], ["totp", "uri"], ["totp", "qr"], ["totp", "verify"], ["token", "inspect"], ["token", "verify"], ["rate"], ["migrate", "run"],
            ["keys", "status"], ["sessions", "list"],
        ];
        foreach (var line in lines)
        {
            var run = await ToolRun.Of([.. line, "--help"]);

            Assert.That(suspicious.Where(option => run.Output.Contains(option, StringComparison.Ordinal)), Is.Empty, string.Join(' ', line));
        }
    }

    [Test]
    public async Task AConfigurationThatIsNotJson_EndsWithThree()
    {
        using var folder = new ToolFolder();
        folder.Write("broken.json", "{ not json");

        var run = await ToolRun.Of(["doctor", "--config", folder.PathOf("broken.json")]);

        Assert.That(run.ExitCode, Is.EqualTo(3), run.Output + run.Errors);
    }

    [Test]
    public async Task Errors_AreJsonWhereJsonIsAskedFor()
    {
        var run = await ToolRun.Of(["token", "inspect", "--json"], input: "no-token\n");

        Assert.That((run.ExitCode, run.Json.GetProperty("exitCode").GetInt32()), Is.EqualTo((2, 2)));
    }
}
