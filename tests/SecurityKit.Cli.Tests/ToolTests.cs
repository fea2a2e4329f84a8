using System.CommandLine;

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
    public void NoCommand_TakesASecretAsAnArgument()
    {
        string[] words = ["password", "secret", "token", "key", "pin", "code", "pepper"];
        string[] names = ["--key-column", "--key-type", "--redis-keys", "key-id"];
        var values = All(Tool.Create())
            .SelectMany(command => command.Options.Select(o => (o.Name, o.ValueType)).Concat(command.Arguments.Select(a => (a.Name, a.ValueType))));

        var secrets = values.Where(value => words.Any(word => value.Name.Contains(word, StringComparison.OrdinalIgnoreCase)) && !names.Contains(value.Name));

        Assert.That(secrets, Is.Not.Empty);
        Assert.That(secrets.Where(value => value.ValueType != typeof(FileInfo) && value.ValueType != typeof(FileInfo[])), Is.Empty);
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

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
