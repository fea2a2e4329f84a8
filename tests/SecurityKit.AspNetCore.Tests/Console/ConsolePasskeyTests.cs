using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.AspNetCore.Tests.Passkeys;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore.Tests.Console;

/// <summary>The console has no scripts and cannot ask for a passkey: it sends its owner to the host's own page, and to no other.</summary>
[TestFixture]
public sealed class ConsolePasskeyTests
{
    private const string Replace = "/recovery-codes/replace";

    [Test]
    public async Task WhoHasAPasskey_IsSentToTheHostsPage_AndBack()
    {
        await using var host = await StartAsync("/account/step-up");
        using var authenticator = new SoftAuthenticator();
        using var visitor = await VisitorAsync(host, authenticator);

        foreach (var page in new[] { Replace, "/api-keys", "/authenticators" })
        {
            Assert.That(
                (await visitor.OpenAsync(page)).Expect(HttpStatusCode.OK).Text,
                Does.Contain($"href=\"/account/step-up?returnUrl={Uri.EscapeDataString(ConsoleVisitor.Root + page)}\">Use your passkey</a>"), page);
        }
    }

    [TestCase("//elsewhere.example")]
    [TestCase("https://elsewhere.example")]
    [TestCase("/\\elsewhere.example")]
    public async Task AReturnUrlThatLeadsElsewhere_IsNotHandedOn(string url)
    {
        await using var host = await StartAsync("/account/step-up");
        using var authenticator = new SoftAuthenticator();
        using var visitor = await VisitorAsync(host, authenticator);

        var text = (await visitor.OpenAsync($"/step-up?returnUrl={Uri.EscapeDataString(url)}")).Expect(HttpStatusCode.OK).Text;

        Assert.That(text, Does.Contain("href=\"/account/step-up?returnUrl=%2Fsecurity%2F\""));
    }

    [Test]
    public async Task WithoutAPageAndWithoutACode_TheConsoleSaysSo_AndDoesNothing()
    {
        await using var host = await StartAsync(stepUpPath: null);
        using var authenticator = new SoftAuthenticator();
        using var visitor = await VisitorAsync(host, authenticator);
        Assert.That((await visitor.OpenAsync(Replace)).Text, Does.Contain("method-recovery_code").And.Not.Contain("Use your passkey"));

        await SpendRecoveryCodesAsync(host);

        var page = (await visitor.OpenAsync(Replace)).Expect(HttpStatusCode.OK);
        Assert.That(page.Text, Does.Contain("which cannot be asked for here").And.Not.Contain("<button class=\"danger\">"));
        (await visitor.SendAsync(page, Replace, ("method", "passkey"), ("code", "1"))).Expect(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task AtTheConsolesSignIn_APasskeyLeadsToTheHostsOwn()
    {
        await using var host = await StartAsync("/account/step-up");
        using var authenticator = new SoftAuthenticator();
        (await VisitorAsync(host, authenticator)).Dispose();
        await SpendRecoveryCodesAsync(host);
        using var visitor = new ConsoleVisitor(host);
        var step = await visitor.SubmitAsync("/sign-in?returnUrl=%2Fsecurity%2Fdevices", "/sign-in", ("userName", "ada"), ("password", Person.Password));
        Assert.That(step.Header("Location"), Does.StartWith("/security/sign-in/code"));
        host.Change("SecurityKit:Browser:SignInPath", "/account/sign-in");

        var text = (await visitor.OpenAsync("/sign-in/code?returnUrl=%2Fsecurity%2Fdevices")).Expect(HttpStatusCode.OK).Text;

        Assert.That(text, Does.Contain("href=\"/account/sign-in?returnUrl=%2Fsecurity%2Fdevices\">Sign in with your passkey</a>").And.Not.Contain("name=\"code\""));
    }

    private static Task<KitHost> StartAsync(string? stepUpPath) => KitHost.StartAsync(new KitHostSetup
    {
        Settings =
        {
            ["SecurityKit:Mfa:Passkeys:RelyingPartyId"] = SoftAuthenticator.Domain,
            ["SecurityKit:Browser:StepUpPath"] = stepUpPath,
        },
        Pipeline = static app =>
        {
            app.UseSecurityKit();
            app.MapSecurityKit(KitHost.Prefix);
            app.MapSecurityKitConsole(ConsoleVisitor.Root);
        },
    });

    /// <summary>Ada, who has a passkey and gave her second factor too long ago.</summary>
    private static async Task<ConsoleVisitor> VisitorAsync(KitHost host, SoftAuthenticator authenticator)
    {
        var ada = await PasskeyHost.PersonAsync(host, "ada", authenticator);
        AuthenticationFactor[] fresh = [new(AuthenticationMethods.OneTimePassword, host.Clock.GetUtcNow())];
        var regeneration = await host.Services.GetRequiredService<MfaManager>().RegenerateRecoveryCodesAsync(ada.Subject, fresh);
        var code = ((RecoveryCodeRegeneration.Regenerated)regeneration).RecoveryCodes[0];
        var visitor = new ConsoleVisitor(host);
        await visitor.SubmitAsync("/sign-in", "/sign-in", ("userName", ada.UserName), ("password", Person.Password));
        var done = await visitor.SubmitAsync("/sign-in/code", "/sign-in/code", ("method", "recovery_code"), ("code", code));
        Assert.That(done.Header("Location"), Is.EqualTo(ConsoleVisitor.Root + "/"), done.Text);
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        return visitor;
    }

    private static async Task SpendRecoveryCodesAsync(KitHost host)
    {
        var accounts = host.Services.GetRequiredService<SecurityKit.Identity.AccountManager>();
        var subject = (await accounts.FindByLoginAsync("ada"))!.Subject;
        Assert.That(await host.Services.GetRequiredService<IAuthenticatorStore>().TryReplaceRecoveryCodesAsync(subject, [], default), Is.True);
    }
}
