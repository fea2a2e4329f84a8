using SecurityKit.Mfa;

namespace SecurityKit.Cli.Tests;

[TestFixture]
public sealed class TotpTests
{
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Test]
    public async Task Uri_OfAGivenSecret_IsTheKeyUriOfAuthenticatorApps()
    {
        using var folder = new ToolFolder();
        folder.Write("secret", "gezd gnbv gy3t qojq gezd gnbv gy3t qojq\n");

        var run = await ToolRun.Of(["totp", "uri", "--issuer", "Contoso", "--account", "ada@example.test", "--key-file", folder.PathOf("secret")]);

        Assert.That(
            run.Output.Trim(),
            Is.EqualTo($"otpauth://totp/Contoso:ada%40example.test?secret={Secret}&issuer=Contoso&algorithm=SHA1&digits=6&period=30"), run.Errors);
    }

    [Test]
    public async Task Uri_WithoutASecret_MakesANewOneEachTime()
    {
        var first = await ToolRun.Of(["totp", "uri", "--issuer", "Contoso", "--account", "ada", "--json"]);
        var second = await ToolRun.Of(["totp", "uri", "--issuer", "Contoso", "--account", "ada", "--json"]);

        Assert.That(first.Json.GetProperty("uri").GetString(), Is.Not.EqualTo(second.Json.GetProperty("uri").GetString()).And.StartsWith("otpauth://totp/Contoso:ada?secret="));
    }

    [Test]
    public async Task Qr_InTheTerminal_IsDrawnFromTheUriOnStandardInput()
    {
        var run = await ToolRun.Of(["totp", "qr"], input: $"otpauth://totp/Contoso:ada?secret={Secret}\n");

        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(run.Output.Split('\n'), Has.Length.GreaterThan(15));
        Assert.That(run.Output, Does.Contain("█").And.Not.Contain(Secret));
    }

    [Test]
    public async Task Qr_AsPng_IsWrittenForItsOwnerOnlyAndNeverOverAFile()
    {
        using var folder = new ToolFolder();
        var png = folder.PathOf("qr.png");
        string[] line = ["totp", "qr", "--png", png];
        var uri = $"otpauth://totp/Contoso:ada?secret={Secret}\n";

        var first = await ToolRun.Of(line, input: uri);
        var second = await ToolRun.Of(line, input: uri);

        Assert.That((first.ExitCode, second.ExitCode), Is.EqualTo((0, 5)), first.Errors);
        Assert.That(File.GetUnixFileMode(png), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(await File.ReadAllBytesAsync(png), Has.Length.GreaterThan(100));
    }

    [Test]
    public async Task Verify_AcceptsTheCodeOfNowAndRefusesAnother()
    {
        using var folder = new ToolFolder();
        folder.Write("key", $"otpauth://totp/Contoso:ada?secret={Secret}&period=300");
        using var key = TotpKey.Parse($"otpauth://totp/Contoso:ada?secret={Secret}&period=300");
        using var app = key.CreateGenerator();
        var code = app.ComputeCode(TimeProvider.System.GetUtcNow());
        var wrong = (code[0] == '9' ? '0' : (char)(code[0] + 1)) + code[1..];

        var right = await ToolRun.Of(["totp", "verify", "--key-file", folder.PathOf("key")], input: code + "\n");
        var refused = await ToolRun.Of(["totp", "verify", "--window", "0", "--key-file", folder.PathOf("key")], input: wrong + "\n");

        Assert.That(right.ExitCode, Is.Zero, right.Errors);
        Assert.That(refused.ExitCode, Is.EqualTo(1), refused.Errors);
    }

    [Test]
    public async Task ASecretThatIsNone_IsRefusedWithoutBeingShown()
    {
        var run = await ToolRun.Of(["totp", "qr"], input: "hush-hush-0189\n");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Output + run.Errors, Does.Not.Contain("hush"));
    }
}
