using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Identity;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore.Tests.Mfa;

/// <summary>Devices that are remembered on request, and when they must not be.</summary>
[TestFixture]
public sealed class TrustedDeviceRouteTests
{
    private const string Cookie = "sk_trusted";

    private KitHost _host = null!;
    private Person _ada = null!;
    private ApiClient _browser = null!;

    [SetUp]
    public async Task SetUpAsync()
    {
        _host = await KitHost.StartAsync(new KitHostSetup { Settings = { ["SecurityKit:Endpoints:Throttles:SignIn:Permits"] = "1000" } });
        _ada = await Person.RegisterAsync(_host, "ada");
        _browser = _host.Client(withCookies: true);
        await _ada.SignInAsync(_browser);
        await _ada.EnrolAsync(_browser);
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task ARememberedDevice_IsNotAskedAgain_AndItsSessionIsWorthAPasswordOnly()
    {
        var remembered = await CompleteAsync(_browser, remember: true);
        Assert.That(remembered.Json.GetProperty("deviceTrusted").GetBoolean(), Is.True);
        var cookie = remembered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith(Cookie, StringComparison.Ordinal));
        Assert.That(cookie, Does.Contain("httponly").And.Contain("samesite=strict").And.Contain("path=/").And.Contain("expires=").And.Not.Contain("domain"));

        Assert.That((await LogInAsync(_browser))["status"], Is.EqualTo("signedIn"));
        var me = (await _browser.GetAsync("/me")).Json;
        Assert.That(me.GetProperty("acr").GetString(), Is.EqualTo("aal1"));
        Assert.That(me.GetProperty("amr").EnumerateArray().Select(m => m.GetString()), Is.EqualTo(new[] { "pwd", "trusted_device" }));
        (await _browser.DeleteAsync($"/mfa/{_ada.AuthenticatorId}")).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
    }

    [TestCase(0)]
    [TestCase(11)]
    public async Task ARememberedDeviceAndThePassword_AddNoFactor(int minutesLater)
    {
        await CompleteAsync(_browser, remember: true);
        Assert.That((await LogInAsync(_browser))["status"], Is.EqualTo("signedIn"));
        _host.Clock.Advance(TimeSpan.FromMinutes(minutesLater));
        foreach (var (path, body) in new (string, object)[]
        {
            ("/mfa/totp", new { name = "Thief" }), ("/mfa/sms", new { destination = "+4915112345678" }), ("/mfa/email", new { destination = "thief@example.com" }),
            ("/mfa/passkey/options", new { }), ("/mfa/passkey", new { name = "Thief", credential = new { } }), ("/mfa/recovery-codes", new { }),
            ("/api-keys", new { name = "Thief" }),
        })
        {
            (await _browser.PostAsync(path, body)).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        }
    }

    [Test]
    public async Task ARememberedDeviceAndThePassword_ConfirmNoFactorThatWasBegunBefore()
    {
        await CompleteAsync(_browser, remember: true);
        var begun = (await _browser.PostAsync("/mfa/totp", new { name = "Tablet" })).Expect(HttpStatusCode.Created);
        Assert.That((await LogInAsync(_browser))["status"], Is.EqualTo("signedIn"));
        var code = TestTotp.Code(begun["secret"], _host.Clock.GetUtcNow());
        (await _browser.PostAsync($"/mfa/totp/{begun["authenticatorId"]}/confirm", new { code })).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");

        (await _browser.PostAsync("/step-up", new { method = "totp", code = _ada.TotpCode })).Expect(HttpStatusCode.OK);
        (await _browser.PostAsync($"/mfa/totp/{begun["authenticatorId"]}/confirm", new { code })).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task ASessionOfARememberedDevice_IsNotRenewedOnceARoleDemandsAFactor()
    {
        await CompleteAsync(_browser, remember: true);
        var session = await LogInAsync(_browser);
        session = (await _browser.PostAsync("/refresh", new { refreshToken = session["refreshToken"] })).Expect(HttpStatusCode.OK);
        await MakeAdministratorAsync();
        (await _browser.PostAsync("/refresh", new { refreshToken = session["refreshToken"] })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_token");
        _browser.AccessToken = session["accessToken"];
        (await _browser.GetAsync("/me")).Expect(HttpStatusCode.Unauthorized);
        Assert.That(_host.Events.All.Count(e => e.Reason == "second_factor_missing"), Is.EqualTo(1));
    }

    [Test]
    public async Task ASessionOfARememberedDevice_IsRenewedWhereNoRoleDemandsAFactor_AndOutlivesASecondOne()
    {
        await CompleteAsync(_browser, remember: true);
        var session = await LogInAsync(_browser);
        using var other = _host.Client();
        await _ada.SignInWithCodeAsync(other);
        var second = (await other.PostAsync("/mfa/totp", new { name = "Tablet" })).Expect(HttpStatusCode.Created);
        var code = TestTotp.Code(second["secret"], _host.Clock.GetUtcNow());
        (await other.PostAsync($"/mfa/totp/{second["authenticatorId"]}/confirm", new { code })).Expect(HttpStatusCode.OK);
        (await _browser.PostAsync("/refresh", new { refreshToken = session["refreshToken"] })).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task ADevice_IsNotRememberedUnasked()
    {
        var answer = await CompleteAsync(_browser, remember: false);
        Assert.That(answer.Text, Does.Not.Contain("deviceTrusted"));
        Assert.That((await _browser.GetAsync("/mfa/devices")).Json.GetArrayLength(), Is.Zero);
        Assert.That((await LogInAsync(_browser))["status"], Is.EqualTo("mfaRequired"));
    }

    [Test]
    public async Task TheCookie_DoesNotStandInForThePassword()
    {
        await CompleteAsync(_browser, remember: true);
        (await _browser.PostAsync("/login", new { userName = "ada", password = "wrong" })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Test]
    public async Task TheCookieOfOnePerson_IsWorthNothingForAnother()
    {
        await CompleteAsync(_browser, remember: true);
        var bob = await Person.RegisterAsync(_host, "bob");
        using var own = _host.Client();
        await bob.SignInAsync(own);
        await bob.EnrolAsync(own);
        var answer = await _browser.PostAsync("/login", new { userName = "bob", password = Person.Password });
        Assert.That(answer.Expect(HttpStatusCode.OK)["status"], Is.EqualTo("mfaRequired"));
    }

    [TestCase("true")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task AForgedCookie_IsWorthNothing(string value)
    {
        using var thief = _host.Client();
        var body = System.Net.Http.Json.JsonContent.Create(new { userName = "ada", password = Person.Password });
        var answer = await thief.SendAsync(HttpMethod.Post, KitHost.Prefix + "/login", body, ("Cookie", $"{Cookie}={value}"));
        Assert.That(answer.Expect(HttpStatusCode.OK)["status"], Is.EqualTo("mfaRequired"));
    }

    [Test]
    public async Task ARememberedDevice_IsListedAndRevoked()
    {
        await CompleteAsync(_browser, remember: true);
        var device = (await _browser.GetAsync("/mfa/devices")).Json.EnumerateArray().Single();
        Assert.That(device.GetProperty("expiresAt").GetDateTime() - device.GetProperty("createdAt").GetDateTime(), Is.EqualTo(TimeSpan.FromDays(30)));

        using var bob = _host.Client();
        await (await Person.RegisterAsync(_host, "bob")).SignInAsync(bob);
        var id = device.GetProperty("id").GetString();
        (await bob.DeleteAsync($"/mfa/devices/{id}")).ExpectProblem(HttpStatusCode.NotFound, "not_found");
        (await _browser.DeleteAsync($"/mfa/devices/{id}")).Expect(HttpStatusCode.NoContent);
        (await _browser.DeleteAsync($"/mfa/devices/{id}")).ExpectProblem(HttpStatusCode.NotFound, "not_found");
        Assert.That((await LogInAsync(_browser))["status"], Is.EqualTo("mfaRequired"));
    }

    [Test]
    public async Task AllRememberedDevices_AreRevokedAtOnce()
    {
        using var other = _host.Client(withCookies: true);
        await CompleteAsync(_browser, remember: true);
        await CompleteAsync(other, remember: true);
        (await _browser.DeleteAsync("/mfa/devices")).Expect(HttpStatusCode.NoContent);
        Assert.That((await _browser.GetAsync("/mfa/devices")).Json.GetArrayLength(), Is.Zero);
        foreach (var client in new[] { _browser, other })
        {
            Assert.That((await LogInAsync(client))["status"], Is.EqualTo("mfaRequired"));
        }
    }

    [Test]
    public async Task ARememberedDevice_IsForgottenWhenThePasswordChanges()
    {
        await CompleteAsync(_browser, remember: true);
        const string changed = "another correct horse 43";
        (await _browser.PostAsync("/password", new { current = Person.Password, @new = changed })).Expect(HttpStatusCode.NoContent);
        Assert.That((await LogInAsync(_browser, changed))["status"], Is.EqualTo("mfaRequired"));
    }

    [Test]
    public async Task ARememberedDevice_IsForgottenWhenAFactorIsRemoved_EvenIfAnotherIsLeft()
    {
        await CompleteAsync(_browser, remember: true);
        var second = (await _browser.PostAsync("/mfa/totp", new { name = "Tablet" })).Expect(HttpStatusCode.Created);
        (await _browser.PostAsync($"/mfa/totp/{second["authenticatorId"]}/confirm", new { code = TestTotp.Code(second["secret"], _host.Clock.GetUtcNow()) })).Expect(HttpStatusCode.OK);
        (await _browser.DeleteAsync($"/mfa/{_ada.AuthenticatorId}")).Expect(HttpStatusCode.NoContent);
        Assert.That((await LogInAsync(_browser))["status"], Is.EqualTo("mfaRequired"));
    }

    [Test]
    public async Task ARememberedDevice_IsAskedAgainAfterItsTime()
    {
        await CompleteAsync(_browser, remember: true);
        var token = _browser.Cookies.GetCookies(_host.Address)[Cookie]!.Value;
        _host.Clock.Advance(TimeSpan.FromDays(30));
        using var plain = _host.Client();
        var body = System.Net.Http.Json.JsonContent.Create(new { userName = "ada", password = Person.Password });
        var answer = await plain.SendAsync(HttpMethod.Post, KitHost.Prefix + "/login", body, ("Cookie", $"{Cookie}={token}"));
        Assert.That(answer.Expect(HttpStatusCode.OK)["status"], Is.EqualTo("mfaRequired"));
    }

    [Test]
    public async Task WhoseRoleDemandsAFactor_IsAskedEveryTime()
    {
        await CompleteAsync(_browser, remember: true);
        await MakeAdministratorAsync();
        var answer = await CompleteAsync(_browser, remember: true);
        Assert.That(answer.Text, Does.Not.Contain("deviceTrusted"));
        Assert.That((await LogInAsync(_browser))["status"], Is.EqualTo("mfaRequired"));
    }

    [Test]
    public async Task TheToken_IsKeptAsAHashAndInNoLogOrEvent()
    {
        await CompleteAsync(_browser, remember: true);
        var token = _browser.Cookies.GetCookies(_host.Address)[Cookie]!.Value;
        await LogInAsync(_browser);
        Assert.That(_host.Events.All.SelectMany(e => e.Data.Values), Has.None.Contains(token));
        Assert.That(_host.Events.All.Select(e => e.Type), Does.Contain(MfaEventTypes.DeviceTrusted).And.Contain(MfaEventTypes.DeviceUsed));
        Assert.That(_host.Logs.Text, Does.Not.Contain(token));
    }

    private async Task MakeAdministratorAsync()
    {
        var roles = _host.Services.GetRequiredService<RoleManager>();
        await roles.SaveRoleAsync(new Role("administrator", [], []));
        await roles.AssignAsync(new RoleAssignmentRequest(_ada.Subject, "administrator"));
    }

    private static async Task<ApiAnswer> LogInAsync(ApiClient client, string password = Person.Password)
    {
        client.AccessToken = null;
        var answer = (await client.PostAsync("/login", new { userName = "ada", password })).Expect(HttpStatusCode.OK);
        client.AccessToken = answer.Json.TryGetProperty("accessToken", out var token) ? token.GetString() : null;
        return answer;
    }

    private async Task<ApiAnswer> CompleteAsync(ApiClient client, bool remember)
    {
        var challenge = await LogInAsync(client);
        Assert.That(challenge["status"], Is.EqualTo("mfaRequired"));
        var answer = await client.PostAsync(
            "/login/mfa", new { challengeToken = challenge["challengeToken"], method = "totp", code = _ada.TotpCode, rememberDevice = remember });
        client.AccessToken = answer.Expect(HttpStatusCode.OK)["accessToken"];
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        return answer;
    }
}
