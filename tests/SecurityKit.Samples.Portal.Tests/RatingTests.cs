using System.Text.Json;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests;

/// <summary>What <c>securitykit rate --url</c> makes of the real portal, over the network.</summary>
public sealed class RatingTests
{
    private const string SignIn = "/account/sign-in";
    private static readonly string[] Best = ["A+", "A"];

    [Test]
    public async Task SetUpForProduction_ItReachesAnA_FromOutsideAndWithWhatItFindsItself()
    {
        using var portal = await ProductionPortal.StartAsync();
        using var client = portal.Client();
        await Person.New().EnterAsync(client);
        await portal.GrantAsync((await client.GetAsync("/me"))["subject"], "security.posture:read");
        var tokenFile = portal.PathOf("operator.token");
        await File.WriteAllTextAsync(tokenFile, client.AccessToken);

        var run = await ToolRun.Of(
            portal.CertificateFile, "rate", "--url", portal.Address + PortalProcess.ApiPrefix[1..], "--connect", portal.EndPoint,
            "--page", SignIn, "--token-file", tokenFile, "--json", "--min", "A");

        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Errors);
        Assert.That(Best, Does.Contain(run.Json.GetProperty("rating").GetString()));
        var findings = run.Json.GetProperty("findings").EnumerateArray().ToArray();
        Assert.That(
            findings.Where(f => Id(f).StartsWith("outside.", StringComparison.Ordinal)).Select(Id),
            Is.EquivalentTo(
            [
                "outside.tls.version", "outside.tls.certificate", "outside.status", "outside.headers.nosniff", "outside.headers.frames", "outside.headers.caching",
                "outside.headers.banner", "outside.headers.hsts", "outside.headers.scripts", "outside.cookies", "outside.cors", "outside.tokens.unsigned",
            ]));
        Assert.That(findings.Select(Id), Is.SupersetOf(["core.environment", "web.transport", "web.headers", "sessions.store", "database.sqlite.access"]));
        Assert.That(
            findings.Where(f => Status(f) != "passed").Select(f => $"{Status(f)} {Id(f)}"),
            Is.EquivalentTo(["partial crypto.masterkey.custody", "failed mfa.notices"]),
            "a key in a file is no key on a token, and without a sender nobody is told of changes: the rating says so");
    }

    [Test]
    public async Task AsItIsWhileDeveloping_ItDoesNot()
    {
        var portal = await PortalProcess.SharedAsync();

        var run = await ToolRun.Of(trusted: null, "rate", "--url", portal.Address + PortalProcess.ApiPrefix[1..], "--page", SignIn, "--json", "--min", "A");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output + run.Errors);
        Assert.That(
            run.Json.GetProperty("findings").EnumerateArray().Where(f => Status(f) == "failed").Select(Id),
            Is.EquivalentTo(["outside.tls.version", "outside.tls.certificate", "outside.headers.hsts", "outside.cookies"]));
    }

    private static string Id(JsonElement finding) => finding.GetProperty("checkId").GetString()!;

    private static string Status(JsonElement finding) => finding.GetProperty("status").GetString()!;
}
