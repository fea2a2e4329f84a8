using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Identity;
using SecurityKit.Sessions;
using SecurityKit.Testing;

namespace SecurityKit.AspNetCore.Tests.Console;

[TestFixture]
public sealed class ConsoleTests
{
    private static readonly string[] AccountPages = ["/", "/devices", "/authenticators", "/recovery-codes", "/api-keys", "/password"];

    private static readonly (string Page, string Permission)[] OperatorPages =
    [
        ("/operator/accounts", ConsolePermissions.AccountsRead), ("/operator/sessions", ConsolePermissions.SessionsRead), ("/operator/sign-ins", ConsolePermissions.EventsRead), ("/operator/keys", ConsolePermissions.KeysRead),
        ("/operator/events", ConsolePermissions.EventsRead), ("/operator/posture", ConsolePermissions.PostureRead),
    ];

    private KitHost _host = null!;
    private ConsoleVisitor _visitor = null!;
    private Person _ada = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = await KitHost.StartAsync(new KitHostSetup
        {
            Pipeline = static app =>
            {
                app.UseSecurityKit();
                app.MapSecurityKit(KitHost.Prefix);
                app.MapSecurityKitConsole(ConsoleVisitor.Root);
            },
        });
        _ada = await Person.RegisterAsync(_host, "ada");
        _visitor = new ConsoleVisitor(_host);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _visitor.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task Nobody_IsSentToTheSignInPage_AndBackAfterwards()
    {
        foreach (var page in AccountPages.Concat(OperatorPages.Select(one => one.Page)))
        {
            var answer = (await _visitor.OpenAsync(page)).Expect(HttpStatusCode.Redirect);
            Assert.That(answer.Header("Location"), Is.EqualTo($"/security/sign-in?returnUrl={Uri.EscapeDataString(ConsoleVisitor.Root + page)}"));
        }

        var signedIn = await _visitor.SubmitAsync(
            "/sign-in?returnUrl=%2Fsecurity%2Fdevices", "/sign-in", ("userName", "ada"), ("password", Person.Password));
        Assert.That(signedIn.Header("Location"), Is.EqualTo("/security/devices"));
    }

    [TestCase("//elsewhere.example")]
    [TestCase("https://elsewhere.example")]
    [TestCase("/\\elsewhere.example")]
    public async Task AReturnUrlThatLeadsElsewhere_IsNotFollowed(string url)
    {
        var answer = await _visitor.SubmitAsync(
            $"/sign-in?returnUrl={Uri.EscapeDataString(url)}", "/sign-in", ("userName", "ada"), ("password", Person.Password));
        Assert.That(answer.Header("Location"), Is.EqualTo("/security/"));
    }

    [Test]
    public async Task EveryPage_HoldsNoScriptNoStyleNoHandler_AndSaysSoInItsPolicy()
    {
        await _ada.GrantAsync([.. OperatorPages.Select(one => one.Permission), ConsolePermissions.SessionsManage, ConsolePermissions.KeysManage]);
        await _visitor.SignInAsync(_ada);
        foreach (var page in AccountPages.Concat(OperatorPages.Select(one => one.Page)).Append("/sign-in").Append("/operator/sessions?account=ada"))
        {
            var answer = (await _visitor.OpenAsync(page)).Expect(HttpStatusCode.OK);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(answer.Header("Content-Security-Policy"), Does.StartWith("default-src 'none'; style-src 'self'").And.Not.Contain("unsafe").And.Not.Contain("script-src"), page);
                Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"), page);
                Assert.That(answer.Text, Does.Not.Contain("<script").And.Not.Match("\\sstyle=|\\son[a-z]+=").And.Not.Contain("://"), page);
                Assert.That(answer.Text, Does.Contain("<main id=\"main\"").And.Contain("lang=\"en\"").And.Match("<h1>[^<]+</h1>"), page);
            }
        }
    }

    [Test]
    public async Task Accounts_AreListedAndFound_ByWhoMay()
    {
        await Person.RegisterAsync(_host, "bob");
        await _ada.GrantAsync([ConsolePermissions.AccountsRead]);
        await _visitor.SignInAsync(_ada);

        var all = (await _visitor.OpenAsync("/operator/accounts")).Expect(HttpStatusCode.OK).Text;
        Assert.That(all, Does.Contain("<b>ada</b>").And.Contain("<b>bob</b>").And.Contain("bob@example.com (not confirmed)"));
        Assert.That(all, Does.Not.Contain("/operator/sessions"), "a page its reader may not see is not linked");
        var behind = (await _visitor.OpenAsync("/operator/accounts?after=ada")).Expect(HttpStatusCode.OK).Text;
        Assert.That(behind, Does.Not.Contain("<b>ada</b>").And.Contain("<b>bob</b>").And.Contain("From the beginning"));
        Assert.That((await _visitor.OpenAsync("/operator/accounts?login=bob%40example.com")).Text, Does.Contain("<b>bob</b>").And.Not.Contain("<b>ada</b>"));
        Assert.That((await _visitor.OpenAsync("/operator/accounts?login=%3Cscript%3E")).Text, Does.Contain("No account fits.").And.Not.Contain("<script"));
    }

    [Test]
    public async Task KeysThatAResetTookOutOfUse_AreTakenBack_AfterBeingShown()
    {
        var keys = _host.Services.GetRequiredService<ApiKeyManager>();
        await keys.CreateAsync(new ApiKeyRequest(_ada.Subject, "ci server", []));
        await keys.SuspendAllAsync(_ada.Subject, "password_reset", ApiKeySuspensions.PasswordReset);
        await _visitor.SignInAsync(_ada);

        Assert.That((await _visitor.OpenAsync("/api-keys")).Text, Does.Contain("refused since the password was reset").And.Contain("/api-keys/resume"));
        Assert.That((await _visitor.OpenAsync("/api-keys/resume")).Text, Does.Contain("ci server"));
        (await _visitor.SubmitAsync("/api-keys/resume", "/api-keys/resume", ("password", "a wrong password"))).Expect(HttpStatusCode.Forbidden);
        Assert.That((await keys.ListAsync(_ada.Subject)).Single().IsSuspended, Is.True);
        var done = await _visitor.SubmitAsync("/api-keys/resume", "/api-keys/resume", ("password", Person.Password));
        Assert.That(done.Header("Location"), Is.EqualTo("/security/api-keys?done=keys-resumed"));
        Assert.That((await keys.ListAsync(_ada.Subject)).Single().IsSuspended, Is.False);
    }

    [Test]
    public async Task TheStyleSheet_IsKeptForGood_ByItsVersion()
    {
        var page = await _visitor.OpenAsync("/sign-in");
        var link = System.Text.RegularExpressions.Regex.Match(page.Text, "href=\"/security(/console.css[^\"]+)\"").Groups[1].Value;
        var style = (await _visitor.OpenAsync(link)).Expect(HttpStatusCode.OK);
        Assert.That(style.ContentHeaders.ContentType?.MediaType, Is.EqualTo("text/css"));
        Assert.That(style.Header("Cache-Control"), Does.Contain("immutable"));
        Assert.That(style.Text, Does.Contain("prefers-color-scheme: dark").And.Not.Contain("url(").And.Not.Contain("@import"));
    }

    [Test]
    public async Task OperatorPages_OpenToTheirPermissionOnly_AndOnlyThenStandInTheMenu()
    {
        await _visitor.SignInAsync(_ada);
        foreach (var (page, _) in OperatorPages)
        {
            Assert.That((await _visitor.OpenAsync(page)).Expect(HttpStatusCode.Redirect).Header("Location"), Does.StartWith("/security/denied"));
        }

        (await _visitor.OpenAsync("/denied")).Expect(HttpStatusCode.Forbidden);
        Assert.That((await _visitor.OpenAsync("/")).Text, Does.Not.Contain("/operator/"));
        foreach (var (page, permission) in OperatorPages)
        {
            await _ada.GrantAsync([permission]);
            (await _visitor.OpenAsync(page)).Expect(HttpStatusCode.OK);
            Assert.That((await _visitor.OpenAsync("/")).Text, Does.Contain($"\"/security{page}\""));
        }

        Assert.That((await _visitor.OpenAsync("/operator/keys/data/rotate")).Header("Location"), Does.StartWith("/security/denied"), "reading is not managing");
    }

    [Test]
    public async Task EndingOtherSessions_ShowsThemBeforehand_AndTakesThePassword()
    {
        using var phone = _host.Client();
        await _ada.SignInAsync(phone);
        await _visitor.SignInAsync(_ada);
        var shown = (await _visitor.OpenAsync("/devices/end-others")).Expect(HttpStatusCode.OK);
        Assert.That(shown.Text, Does.Contain("This affects exactly").And.Contain("signed in ").And.Contain("End 1 session"));

        (await _visitor.SendAsync(shown, "/devices/end-others", ("password", "a wrong password"))).Expect(HttpStatusCode.Forbidden);
        (await _visitor.SendAsync(shown, "/devices/end-others")).Expect(HttpStatusCode.Forbidden);
        (await phone.GetAsync("/me")).Expect(HttpStatusCode.OK);

        var done = await _visitor.SendAsync(shown, "/devices/end-others", ("password", Person.Password));
        Assert.That(done.Expect(HttpStatusCode.Redirect).Header("Location"), Is.EqualTo("/security/devices?done=sessions-ended"));
        (await phone.GetAsync("/me")).Expect(HttpStatusCode.Unauthorized);
        (await _visitor.OpenAsync("/devices")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task WhatChangedSinceItWasShown_IsShownAgain_AndNotDone()
    {
        using var phone = _host.Client();
        await _ada.SignInAsync(phone);
        await _visitor.SignInAsync(_ada);
        var shown = await _visitor.OpenAsync("/devices/end-others");
        using var tablet = _host.Client();
        await _ada.SignInAsync(tablet);
        var answer = (await _visitor.SendAsync(shown, "/devices/end-others", ("password", Person.Password))).Expect(HttpStatusCode.Conflict);
        Assert.That(answer.Text, Does.Contain("End 2 sessions"));
        (await phone.GetAsync("/me")).Expect(HttpStatusCode.OK);
        (await tablet.GetAsync("/me")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task WithASecondFactor_AnActionTakesACode_OnceInAWhile()
    {
        using var client = _host.Client();
        await _ada.SignInAsync(client);
        await _ada.EnrolAsync(client);
        await _visitor.SignInAsync(_ada);
        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        var page = await _visitor.OpenAsync("/recovery-codes/replace");
        Assert.That(page.Text, Does.Contain("10 unused recovery codes").And.Contain("Confirm it is you"));
        (await _visitor.SendAsync(page, "/recovery-codes/replace", ("password", Person.Password))).Expect(HttpStatusCode.Forbidden);
        (await _visitor.SendAsync(page, "/recovery-codes/replace", ("method", "totp"), ("code", "000000"))).Expect(HttpStatusCode.Forbidden);
        var done = (await _visitor.SendAsync(page, "/recovery-codes/replace", ("method", "totp"), ("code", _ada.TotpCode))).Expect(HttpStatusCode.OK);
        Assert.That(done.Text, Does.Contain("shown this one time").And.Not.Contain(_ada.RecoveryCodes[0]));
        Assert.That((await _visitor.OpenAsync($"/authenticators/{_ada.AuthenticatorId}/remove")).Text, Does.Contain("a short while ago"));
    }

    [Test]
    public async Task AnOperator_EndsSomebodysSessions_WithASecondFactorOnly()
    {
        var bob = await Person.RegisterAsync(_host, "bob");
        using var phone = _host.Client();
        await bob.SignInAsync(phone);
        await _ada.GrantAsync([ConsolePermissions.SessionsRead, ConsolePermissions.SessionsManage]);
        await _visitor.SignInAsync(_ada);
        var path = $"/operator/sessions/{bob.Subject}/end-all";
        Assert.That((await _visitor.OpenAsync("/operator/sessions?account=bob")).Text, Does.Contain("has 1 session").And.Contain(path));
        var without = await _visitor.SubmitAsync(path, path, ("password", Person.Password));
        Assert.That(without.Expect(HttpStatusCode.Forbidden).Text, Does.Contain("takes a second factor"));
        (await phone.GetAsync("/me")).Expect(HttpStatusCode.OK);

        using var client = _host.Client();
        await _ada.SignInAsync(client);
        await _ada.EnrolAsync(client);
        await _visitor.SignInAsync(_ada);
        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        var done = await _visitor.SubmitAsync(path, path, ("method", "totp"), ("code", _ada.TotpCode));
        Assert.That(done.Expect(HttpStatusCode.Redirect).Header("Location"), Does.EndWith("?done=sessions-ended"));
        (await phone.GetAsync("/me")).Expect(HttpStatusCode.Unauthorized);
        var ended = _host.Events.All.Last(e => e.Type == SessionEventTypes.Revoked);
        Assert.That((ended.Subject, ended.Actor, ended.Reason), Is.EqualTo((bob.Subject, _ada.Subject, SessionEndReasons.RevokedByAdministrator)));
    }

    [Test]
    public async Task AnOperator_SeesRatesReasonsDurationsAndOneAccountsFigures()
    {
        var bob = await Person.RegisterAsync(_host, "bob");
        using var phone = _host.Client();
        using var laptop = _host.Client();
        await bob.SignInAsync(phone);
        await bob.SignInAsync(laptop);
        _host.Clock.Advance(TimeSpan.FromMinutes(4));
        (await phone.PostAsync("/logout")).Expect(HttpStatusCode.NoContent);
        await _ada.GrantAsync([ConsolePermissions.SessionsRead]);
        await _visitor.SignInAsync(_ada);
        var page = string.Empty;
        await Until.TrueAsync(async () =>
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(1));
            page = (await _visitor.OpenAsync("/operator/sessions?account=bob")).Text;
            return page.Contains("signed out", StringComparison.Ordinal);
        });

        Assert.That(page, Does.Match(@"in the last 24 hours, \d+\.\d an hour").And.Match(@"by a rule, \d+\.\d an hour"), "rates");
        Assert.That(page, Does.Contain("signed out").And.Contain("up to 5 minutes").And.Contain("On average 4 minutes."), "reasons and durations");
        Assert.That(page, Does.Contain("has 1 session").And.Contain("The oldest since").And.Match(@"Devices: [^<]+ \(1\)"), "one account");
        Assert.That(page, Does.Not.Contain("<script"));
    }

    [Test]
    public async Task SomebodyElsesThings_AreNotFound()
    {
        var bob = await Person.RegisterAsync(_host, "bob");
        using var phone = _host.Client();
        var session = (await bob.SignInAsync(phone))["sessionId"];
        await bob.EnrolAsync(phone);
        await _visitor.SignInAsync(_ada);
        (await _visitor.OpenAsync($"/devices/{session}/end")).Expect(HttpStatusCode.NotFound);
        (await _visitor.OpenAsync($"/authenticators/{bob.AuthenticatorId}/remove")).Expect(HttpStatusCode.NotFound);
        (await _visitor.SubmitAsync("/devices", $"/devices/{session}/end", ("password", Person.Password))).Expect(HttpStatusCode.NotFound);
        (await phone.GetAsync("/me")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task NoForm_IsTakenWithoutItsToken()
    {
        await _ada.GrantAsync([ConsolePermissions.SessionsManage, ConsolePermissions.KeysManage]);
        await _visitor.SignInAsync(_ada);
        var posts = _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith(ConsoleVisitor.Root, StringComparison.Ordinal)
                && e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("POST"))
            .Select(e => e.RoutePattern.RawText![ConsoleVisitor.Root.Length..].Replace("{id}", "x", StringComparison.Ordinal).Replace("{subject}", "x", StringComparison.Ordinal))
            .ToList();
        Assert.That(posts, Has.Count.GreaterThanOrEqualTo(15));
        foreach (var path in posts)
        {
            (await _visitor.PostAsync(path, ("password", Person.Password), ("userName", "ada"))).Expect(HttpStatusCode.Forbidden, path);
        }

        using var stranger = new ConsoleVisitor(_host);
        (await stranger.PostAsync("/sign-in", ("userName", "ada"), ("password", Person.Password))).Expect(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task HostileText_IsShownAsText()
    {
        const string Hostile = "\"><img src=x onerror=alert(1)>";
        await _ada.GrantAsync([.. OperatorPages.Select(one => one.Permission)]);
        await _visitor.SignInAsync(_ada);
        var keys = _host.Services.GetRequiredService<ApiKeyManager>();
        Assert.That(await keys.CreateAsync(new ApiKeyRequest(_ada.Subject, Hostile, ["orders:read"])), Is.InstanceOf<ApiKeyCreation.Created>());
        var events = _host.Services.GetRequiredService<ISecurityEvents>();
        await events.RaiseAsync(new SecurityEvent { Type = "test.hostile", Outcome = SecurityEventOutcome.Failure, Reason = Hostile, Data = new Dictionary<string, string> { [Hostile] = Hostile } }, default);
        var query = Uri.EscapeDataString(Hostile);
        foreach (var page in new[]
        {
            "/api-keys", "/operator/events", $"/operator/events?type={query}&subject={query}&since={query}", $"/operator/sessions?account={query}",
            $"/operator/sign-ins?period={query}", $"/devices?done={query}", $"/sign-in?returnUrl={query}",
        })
        {
            var answer = (await _visitor.OpenAsync(page)).Expect(HttpStatusCode.OK);
            Assert.That(answer.Text, Does.Not.Contain("<img"), page);
        }

        Assert.That((await _visitor.OpenAsync("/api-keys")).Text, Does.Contain("&lt;img src=x onerror=alert(1)&gt;"));
    }

    [Test]
    public async Task Events_AreSearchedAndPaged_TheNewestFirst()
    {
        await _ada.GrantAsync([ConsolePermissions.EventsRead]);
        await _visitor.SignInAsync(_ada);
        var events = _host.Services.GetRequiredService<ISecurityEvents>();
        for (var i = 0; i < 120; i++)
        {
            await events.RaiseAsync(new SecurityEvent { Type = "test.page", Outcome = SecurityEventOutcome.Success, Reason = $"number_{i}" }, default);
        }

        var first = await _visitor.OpenAsync("/operator/events?type=test.page");
        Assert.That(first.Text, Does.Contain("50 events").And.Contain("number 119").And.Not.Contain("number 69<"));
        var page = first;
        foreach (var expected in new[] { "number 69", "number 19" })
        {
            var older = WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(page.Text, "rel=\"next\" href=\"/security([^\"]+)\"").Groups[1].Value);
            page = (await _visitor.OpenAsync(older)).Expect(HttpStatusCode.OK);
            Assert.That(page.Text, Does.Contain(expected));
        }

        Assert.That(page.Text, Does.Contain("20 events").And.Not.Contain("rel=\"next\""));
    }

    [Test]
    public async Task ANewAuthenticator_IsActiveAfterItsCode_AndTakesAStepUp()
    {
        await _visitor.SignInAsync(_ada);
        (await _visitor.SubmitAsync("/authenticators", "/authenticators", ("name", "Phone"))).Expect(HttpStatusCode.Forbidden);
        var begun = (await _visitor.SubmitAsync("/authenticators", "/authenticators", ("name", "Phone"), ("password", Person.Password))).Expect(HttpStatusCode.OK);
        var secret = System.Text.RegularExpressions.Regex.Match(begun.Text, "<code class=\"copy\">([A-Z2-7]+)</code>").Groups[1].Value;
        Assert.That(begun.Text, Does.Contain("<svg"));
        (await _visitor.SendAsync(begun, "/authenticators/confirm", ("code", "000000"))).Expect(HttpStatusCode.Forbidden);
        var code = TestTotp.Code(secret, _host.Clock.GetUtcNow());
        var done = (await _visitor.SendAsync(begun, "/authenticators/confirm", ("code", code))).Expect(HttpStatusCode.OK);
        Assert.That(System.Text.RegularExpressions.Regex.Count(done.Text, "<li>[A-Za-z0-9-]{10,}</li>"), Is.EqualTo(10), done.Text);
    }

    [Test]
    public async Task APart_IsSwitchedOff_WhileTheHostRuns()
    {
        await _ada.GrantAsync([.. OperatorPages.Select(one => one.Permission)]);
        await _visitor.SignInAsync(_ada);
        (await _visitor.OpenAsync("/operator/posture")).Expect(HttpStatusCode.OK);
        _host.Change("SecurityKit:Console:Operator", "false");
        (await _visitor.OpenAsync("/operator/posture")).Expect(HttpStatusCode.NotFound);
        Assert.That((await _visitor.OpenAsync("/devices")).Expect(HttpStatusCode.OK).Text, Does.Not.Contain("/operator/"));
        _host.Change("SecurityKit:Console:Operator", "true");
        _host.Change("SecurityKit:Console:Account", "false");
        (await _visitor.OpenAsync("/devices")).Expect(HttpStatusCode.NotFound);
        (await _visitor.OpenAsync("/operator/posture")).Expect(HttpStatusCode.OK);
        _host.Change("SecurityKit:Console:Account", "true");
        _host.Change("SecurityKit:Console:Title", "Contoso & Co");
        Assert.That((await _visitor.OpenAsync("/devices")).Text, Does.Contain("Contoso &amp; Co"));
    }
}
