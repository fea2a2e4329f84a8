using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace SecurityKit.Cli.Tests;

/// <summary>What whole hosts get, by live checks: one that is set up as the portal is for production, and one as it is while developing.</summary>
[TestFixture]
public sealed class RatingTests
{
    private static readonly string[] Best = ["A+", "A"];

    [Test]
    public async Task AHostSetUpForProduction_ReachesAnA()
    {
        await using var host = new PostureHost();
        SetUp(host);
        host.WithSmtp("StartTls");
        host.ListenOnTls();
        host["SecurityKit:Mfa:Passkeys:RelyingPartyId"] = "example.test";

        var report = await host.RateAsync();

        Assert.That(Best, Does.Contain(report.Rating), () => Text(report));
        Assert.That(report.Findings.Select(f => f.CheckId), Is.SupersetOf(["core.environment", "web.transport", "messaging.smtp.transport", "identity.lockout"]));
        Assert.That(report.Findings.Where(f => f.Status == PostureStatus.Failed).Select(f => f.CheckId), Is.Empty);
        Assert.That(
            report.Findings.Where(f => f.Status == PostureStatus.Partial).Select(f => f.CheckId), Is.EqualTo(["crypto.masterkey.custody"]),
            "a key in a file is not a key on a token, and the rating says so");
    }

    [Test]
    public async Task TheDefaultWhileDeveloping_DoesNot()
    {
        await using var host = new PostureHost();
        SetUp(host);
        host.Builder.Services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = Environments.Development });
        host.Builder.WebHost.UseUrls("http://127.0.0.1:0");

        var report = await host.RateAsync();

        Assert.That(Best, Does.Not.Contain(report.Rating), () => Text(report));
        Assert.That(
            report.Findings.Where(f => f.Status != PostureStatus.Passed).Select(f => f.CheckId),
            Is.SupersetOf(["core.environment", "web.transport", "mfa.notices", "crypto.masterkey.custody"]));
    }

    private static void SetUp(PostureHost host)
    {
        host.IsToBeStarted = true;
        host.UseSqlite().Kit.AddCrypto().AddIdentity().AddMfa().AddSessions().AddAspNetCore();
        host.OnBuilt = app => app.UseSecurityKit();
    }

    private static string Text(PostureReport report) =>
        $"{report.Rating} {report.Score}{Environment.NewLine}{string.Join(Environment.NewLine, report.Findings.Select(f => $"{f.Status} {f.CheckId}: {f.Evidence}"))}";
}
