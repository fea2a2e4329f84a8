using System.Net;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Antiforgery;

/// <summary>Sessions in cookies: what a browser's own pages may do, and what other sites may not.</summary>
[TestFixture]
public sealed class CookieSessionTests
{
    private KitHost _host = null!;
    private Person _ada = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = await KitHost.StartAsync(new KitHostSetup { Pipeline = PageSite.Pipeline });
        _ada = await Person.RegisterAsync(_host, "ada");
    }

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [Test]
    public async Task SigningInByForm_SetsACookieThatScriptsCannotRead()
    {
        using var browser = _host.Client(withCookies: true);
        var answer = (await PageSite.SignInAsync(browser, "ada")).Expect(HttpStatusCode.OK);
        Assert.That(answer.Text, Is.EqualTo("SignedIn"));
        var cookies = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("sk_session=", StringComparison.Ordinal));
        Assert.That(cookies, Does.Contain("httponly").And.Contain("samesite=lax").And.Contain("path=/").And.Not.Contain("domain"));
        Assert.That((await browser.SendAsync(HttpMethod.Get, "/private")).Text, Is.EqualTo(_ada.Subject));
    }

    [Test]
    public async Task AnUnsafeRequest_NeedsAToken_AndAForeignOneIsRefusedEvenWithIt()
    {
        using var browser = _host.Client(withCookies: true);
        await PageSite.SignInAsync(browser, "ada");
        var token = (await browser.SendAsync(HttpMethod.Get, "/token")).Text;
        (await browser.SendAsync(HttpMethod.Post, "/act")).ExpectProblem(HttpStatusCode.Forbidden, "antiforgery_failed");
        (await PageSite.PostFormAsync(browser, "/act", "AAAA")).ExpectProblem(HttpStatusCode.Forbidden, "antiforgery_failed");
        (await PageSite.PostFormAsync(browser, "/act", token)).Expect(HttpStatusCode.OK);
        (await browser.SendAsync(HttpMethod.Post, "/act", null, ("X-CSRF-Token", token))).Expect(HttpStatusCode.OK);
        (await browser.SendAsync(HttpMethod.Post, "/act", null, ("X-CSRF-Token", token), ("Origin", "https://evil.example"))).Expect(HttpStatusCode.Forbidden);
        (await browser.SendAsync(HttpMethod.Post, "/act", null, ("X-CSRF-Token", token), ("Sec-Fetch-Site", "cross-site"))).Expect(HttpStatusCode.Forbidden);
        (await browser.SendAsync(HttpMethod.Post, "/open")).Expect(HttpStatusCode.OK);
        Assert.That(_host.Events.All.Count(e => e.Type == WebEventTypes.AntiforgeryRefused), Is.EqualTo(4));
    }

    [Test]
    public async Task TheKitsOwnRoutes_AskForTheTokenToo_AndMeHandsItOut()
    {
        using var browser = _host.Client(withCookies: true);
        await PageSite.SignInAsync(browser, "ada");
        (await browser.PostAsync("/logout")).ExpectProblem(HttpStatusCode.Forbidden, "antiforgery_failed");
        browser.AntiforgeryToken = (await browser.GetAsync("/me")).Header("X-CSRF-Token");
        (await browser.PostAsync("/logout")).Expect(HttpStatusCode.NoContent);
        (await browser.SendAsync(HttpMethod.Get, "/private")).Expect(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task ATokenOfAnotherSession_OrOfNobody_IsRefused()
    {
        using var other = _host.Client(withCookies: true);
        var anonymous = (await other.SendAsync(HttpMethod.Get, "/token")).Text;
        await PageSite.SignInAsync(other, "ada");
        var foreign = (await other.SendAsync(HttpMethod.Get, "/token")).Text;
        using var browser = _host.Client(withCookies: true);
        await PageSite.SignInAsync(browser, "ada");
        (await PageSite.PostFormAsync(browser, "/act", foreign)).Expect(HttpStatusCode.Forbidden);
        (await PageSite.PostFormAsync(browser, "/act", anonymous)).Expect(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task EveryToken_LooksDifferent_ThoughItIsTheSame()
    {
        using var browser = _host.Client(withCookies: true);
        await PageSite.SignInAsync(browser, "ada");
        var one = (await browser.SendAsync(HttpMethod.Get, "/token")).Text;
        var two = (await browser.SendAsync(HttpMethod.Get, "/token")).Text;
        Assert.That(two, Is.Not.EqualTo(one));
        (await PageSite.PostFormAsync(browser, "/act", one)).Expect(HttpStatusCode.OK);
        (await PageSite.PostFormAsync(browser, "/act", two)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task AWebSocketHandshakeFromAnotherSite_IsRefused()
    {
        using var browser = _host.Client(withCookies: true);
        await PageSite.SignInAsync(browser, "ada");
        (string, string)[] upgrade = [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")];
        (await browser.SendAsync(HttpMethod.Get, "/private", null, [.. upgrade, ("Origin", "https://evil.example")])).Expect(HttpStatusCode.Forbidden);
        (await browser.SendAsync(HttpMethod.Get, "/private", null, [.. upgrade, ("Origin", _host.Address.GetLeftPart(UriPartial.Authority))])).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task ASecondFactor_CompletesTheSignIn_WithTheChallengeInACookie()
    {
        using var api = _host.Client();
        await _ada.SignInAsync(api);
        await _ada.EnrolAsync(api);
        using var browser = _host.Client(withCookies: true);
        Assert.That((await PageSite.SignInAsync(browser, "ada")).Text, Is.EqualTo("MfaRequired"));
        (await browser.SendAsync(HttpMethod.Get, "/private")).Expect(HttpStatusCode.Unauthorized);
        Assert.That((await PageSite.PostFormAsync(browser, "/code", null, ("code", "000000"))).Text, Is.EqualTo("InvalidCode"));
        Assert.That((await PageSite.PostFormAsync(browser, "/code", null, ("code", _ada.TotpCode))).Text, Is.EqualTo("SignedIn"));
        (await browser.SendAsync(HttpMethod.Get, "/strong")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task SigningInAgain_EndsTheSessionThatTheCookieHeld()
    {
        using var browser = _host.Client(withCookies: true);
        await PageSite.SignInAsync(browser, "ada");
        var old = browser.Cookies.GetCookies(_host.Address)["sk_session"]!.Value;
        await PageSite.SignInAsync(browser, "ada");
        using var thief = _host.Client();
        (await thief.SendAsync(HttpMethod.Get, "/private", null, ("Cookie", $"sk_session={old}"))).Expect(HttpStatusCode.Unauthorized);
        (await browser.SendAsync(HttpMethod.Get, "/private")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task OverPlainHttpUnderAPublicName_NoCookieIsSetOrRead()
    {
        using var browser = _host.Client(withCookies: true);
        await PageSite.SignInAsync(browser, "ada");
        var cookie = browser.Cookies.GetCookies(_host.Address)["sk_session"]!.Value;
        using var outside = _host.Client();
        (await outside.SendAsync(HttpMethod.Get, "/private", null, ("Cookie", $"sk_session={cookie}"), ("Host", "portal.example.com"))).Expect(HttpStatusCode.Unauthorized);
        (await outside.SendAsync(HttpMethod.Get, "/private", null, ("Cookie", $"__Host-sk_session={cookie}"))).Expect(HttpStatusCode.Unauthorized);
        using var form = new FormUrlEncodedContent([new("userName", "ada"), new("password", Person.Password)]);
        var answer = await outside.SendAsync(HttpMethod.Post, "/sign-in", form, ("Host", "portal.example.com"));
        Assert.That(answer.Text, Is.EqualTo("InsecureConnection"));
        Assert.That(answer.Header("Set-Cookie"), Is.Null);
    }

    [Test]
    public async Task AStepUp_RenewsTheCookie_AndTheOldOneIsDead()
    {
        using var browser = _host.Client(withCookies: true);
        await PageSite.SignInAsync(browser, "ada");
        browser.AntiforgeryToken = (await browser.GetAsync("/me")).Header("X-CSRF-Token");
        await _ada.EnrolAsync(browser);
        (await browser.SendAsync(HttpMethod.Get, "/fresh")).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        var old = browser.Cookies.GetCookies(_host.Address)["sk_session"]!.Value;
        var answer = (await browser.PostAsync("/step-up", new { method = "totp", code = _ada.TotpCode })).Expect(HttpStatusCode.OK);
        Assert.That(answer.Json.TryGetProperty("accessToken", out _), Is.False, "a script must not get what the cookie hides");
        (await browser.SendAsync(HttpMethod.Get, "/fresh")).Expect(HttpStatusCode.OK);
        using var thief = _host.Client();
        (await thief.SendAsync(HttpMethod.Get, "/private", null, ("Cookie", $"sk_session={old}"))).Expect(HttpStatusCode.Unauthorized);
        _host.Clock.Advance(TimeSpan.FromMinutes(6));
        (await browser.SendAsync(HttpMethod.Get, "/fresh")).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        (await browser.SendAsync(HttpMethod.Get, "/strong")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task WithoutASecondFactor_AStrongRoute_AsksToSetOneUp()
    {
        using var api = _host.Client();
        await _ada.SignInAsync(api);
        (await api.SendAsync(HttpMethod.Get, "/strong")).ExpectProblem(HttpStatusCode.Forbidden, "mfa_required");
        Assert.That(_host.Events.All.Single(e => e.Type == WebEventTypes.AccessDenied).Reason, Is.EqualTo("second_factor_missing"));
    }
}
