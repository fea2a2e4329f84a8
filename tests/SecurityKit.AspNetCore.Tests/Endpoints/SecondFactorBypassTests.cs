using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore.Tests.Endpoints;

/// <summary>Of who has set up a second factor, no route makes a session without it.</summary>
[TestFixture]
public sealed class SecondFactorBypassTests
{
    /// <summary>Everything an attacker may have who has the password and the mailbox, but not the second factor.</summary>
    private static Dictionary<string, object> Everything(string challengeToken, string refreshToken) => new()
    {
        ["userName"] = "ada", ["email"] = "ada@example.com", ["password"] = Person.Password, ["challengeToken"] = challengeToken,
        ["refreshToken"] = refreshToken, ["method"] = "totp", ["code"] = "000000", ["name"] = "x", ["current"] = Person.Password,
        ["new"] = "yet another sentence 99", ["token"] = challengeToken, ["destination"] = "+15550100", ["scopes"] = Array.Empty<string>(),
        ["amr"] = new[] { "pwd", "otp", "mfa" }, ["acr"] = "aal2", ["mfa"] = true,
    };

    [Test]
    public async Task NoRoute_GivesASession_ForThePasswordAlone()
    {
        await using var host = await KitHost.StartAsync();
        var ada = await Person.RegisterAsync(host, "ada");
        using var owner = host.Client();
        var ended = await ada.SignInAsync(owner);
        await ada.EnrolAsync(owner);
        (await owner.PostAsync("/logout-all")).Expect(HttpStatusCode.NoContent);

        using var thief = host.Client(withCookies: true);
        var challenge = (await thief.PostAsync("/login", new { userName = "ada", password = Person.Password })).Expect(HttpStatusCode.OK);
        var tried = 0;
        foreach (var (method, path) in Routes.Of(host).Where(route => route.Method == "POST"))
        {
            foreach (var credential in new[] { null, challenge["challengeToken"], ended["accessToken"] })
            {
                thief.AccessToken = credential;
                var body = JsonSerializer.Serialize(Everything(challenge["challengeToken"], ended["refreshToken"]));
                using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
                var answer = await thief.SendAsync(
                    new HttpMethod(method), path.Replace("{id}", ada.AuthenticatorId, StringComparison.Ordinal), content,
                    ("X-MFA-Verified", "true"), ("X-MFA-Token", "x"), ("X-Forwarded-For", "127.0.0.1"));
                Assert.That(answer.Text, Does.Not.Contain("accessToken").And.Not.Contain("signedIn"), $"{method} {path}");
                Assert.That(answer.Header("Set-Cookie") ?? string.Empty, Does.Not.Contain("sk_session"), $"{method} {path}");
                tried++;
            }

            thief.AccessToken = null;
            (await thief.GetAsync("/me")).Expect(HttpStatusCode.Unauthorized);
        }

        Assert.That(tried, Is.GreaterThan(30));
        using var check = host.Client();
        await ada.SignInWithCodeAsync(check);
        var sessions = (await check.GetAsync("/sessions")).Json;
        Assert.That(sessions.GetArrayLength(), Is.EqualTo(1), "only the one with the code");
    }

    [Test]
    public async Task ARefresh_KeepsTheLevelOfTheSession()
    {
        await using var host = await KitHost.StartAsync();
        var ada = await Person.RegisterAsync(host, "ada");
        using var weak = host.Client();
        var before = await ada.SignInAsync(weak);
        await ada.EnrolAsync(weak);
        weak.AccessToken = (await weak.PostAsync("/refresh", new { refreshToken = before["refreshToken"] })).Expect(HttpStatusCode.OK)["accessToken"];
        Assert.That((await weak.GetAsync("/me"))["acr"], Is.EqualTo("aal1"));
        (await weak.DeleteAsync($"/mfa/{ada.AuthenticatorId}")).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
    }

    [Test]
    public async Task ASessionThatSetAFactorUp_MayAddAnotherForAWhile_ThenTakesAStepUp()
    {
        await using var host = await KitHost.StartAsync();
        var ada = await Person.RegisterAsync(host, "ada");
        using var old = host.Client();
        await ada.SignInAsync(old);
        var begun = (await old.PostAsync("/mfa/totp", new { name = "Tablet" })).Expect(HttpStatusCode.Created);
        await ada.EnrolAsync(old);
        (await old.PostAsync("/mfa/totp", new { name = "Desk" })).Expect(HttpStatusCode.Created);
        (await old.DeleteAsync($"/mfa/{ada.AuthenticatorId}")).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        (await old.PostAsync($"/mfa/totp/{begun["authenticatorId"]}/confirm", new { code = TestTotp.Code(begun["secret"], host.Clock.GetUtcNow()) }))
            .ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        (await old.PostAsync("/mfa/totp", new { name = "Thief" })).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        (await old.PostAsync("/step-up", new { method = "totp", code = ada.TotpCode })).Expect(HttpStatusCode.OK);
        (await old.PostAsync("/mfa/totp", new { name = "Watch" })).Expect(HttpStatusCode.Created);
    }
}
