using System.Net;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Endpoints;

/// <summary>The life of an account, by a script that knows only the routes.</summary>
[TestFixture]
public sealed class WholeLifeTests
{
    [Test]
    public async Task Register_SignIn_EnrolTotp_SignInWithCode_Revoke_TheTokenIsDeadAtTheNextCall()
    {
        await using var host = await KitHost.StartAsync();
        var ada = await Person.RegisterAsync(host, "ada");
        using var first = host.Client();
        var signedIn = await ada.SignInAsync(first);
        Assert.That(signedIn["status"], Is.EqualTo("signedIn"));
        Assert.That(signedIn.Json.GetProperty("expiresIn").GetInt32(), Is.EqualTo(1800));
        var me = (await first.GetAsync("/me")).Expect(HttpStatusCode.OK);
        Assert.That((me["subject"], me["userName"], me["acr"], me["sessionId"]), Is.EqualTo((ada.Subject, "ada", "aal1", signedIn["sessionId"])));

        await ada.EnrolAsync(first);
        Assert.That(ada.RecoveryCodes, Has.Count.EqualTo(10).And.Unique);
        (await first.PostAsync("/logout")).Expect(HttpStatusCode.NoContent);
        (await first.GetAsync("/me")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");

        using var second = host.Client();
        var challenge = (await second.PostAsync("/login", new { userName = "ADA", password = Person.Password })).Expect(HttpStatusCode.OK);
        Assert.That(challenge["status"], Is.EqualTo("mfaRequired"));
        Assert.That(challenge.Json.GetProperty("methods").EnumerateArray().Select(m => m.GetString()), Is.EqualTo(new[] { "totp", "recovery_code" }));
        Assert.That(challenge.Json.TryGetProperty("accessToken", out _), Is.False);

        var token = challenge["challengeToken"];
        var code = ada.TotpCode;
        (await second.PostAsync("/login/mfa", new { challengeToken = token, method = "totp", code = "000000" }))
            .ExpectProblem(HttpStatusCode.Unauthorized, "invalid_code");
        var done = (await second.PostAsync("/login/mfa", new { challengeToken = token, method = "totp", code })).Expect(HttpStatusCode.OK);
        second.AccessToken = done["accessToken"];
        var stronger = (await second.GetAsync("/me")).Expect(HttpStatusCode.OK);
        Assert.That(stronger["acr"], Is.EqualTo("aal2"));
        Assert.That(stronger.Json.GetProperty("amr").EnumerateArray().Select(m => m.GetString()), Is.EquivalentTo(new[] { "pwd", "otp", "mfa" }));

        var sessions = (await second.GetAsync("/sessions")).Expect(HttpStatusCode.OK).Json;
        Assert.That(sessions.GetArrayLength(), Is.EqualTo(1));
        Assert.That(sessions[0].GetProperty("current").GetBoolean(), Is.True);
        Assert.That(sessions[0].GetProperty("network").GetString(), Is.EqualTo("127.0.0.0/24"));
        (await second.DeleteAsync($"/sessions/{done["sessionId"]}")).Expect(HttpStatusCode.NoContent);
        (await second.GetAsync("/me")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
    }

    [Test]
    public async Task ACodeThatWasUsed_IsRefused_AndTheNextOnePasses()
    {
        await using var host = await KitHost.StartAsync();
        var bob = await Person.RegisterAsync(host, "bob");
        using var client = host.Client();
        await bob.SignInAsync(client);
        await bob.EnrolAsync(client);
        var used = bob.TotpCode;
        await bob.SignInWithCodeAsync(client);

        using var other = host.Client();
        var challenge = await other.PostAsync("/login", new { userName = "bob", password = Person.Password });
        var token = challenge["challengeToken"];
        (await other.PostAsync("/login/mfa", new { challengeToken = token, method = "totp", code = used }))
            .ExpectProblem(HttpStatusCode.Unauthorized, "invalid_code");
        (await other.PostAsync("/login/mfa", new { challengeToken = token, method = "totp", code = bob.TotpCode })).Expect(HttpStatusCode.OK);
        (await other.PostAsync("/login/mfa", new { challengeToken = token, method = "totp", code = bob.TotpCode }))
            .ExpectProblem(HttpStatusCode.Unauthorized, "invalid_challenge");
    }

    [Test]
    public async Task ARecoveryCode_SignsIn_Once()
    {
        await using var host = await KitHost.StartAsync();
        var eve = await Person.RegisterAsync(host, "eve");
        using var client = host.Client();
        await eve.SignInAsync(client);
        await eve.EnrolAsync(client);
        foreach (var expected in new[] { HttpStatusCode.OK, HttpStatusCode.Unauthorized })
        {
            using var other = host.Client();
            var challenge = await other.PostAsync("/login", new { userName = "eve", password = Person.Password });
            (await other.PostAsync("/login/mfa", new { challengeToken = challenge["challengeToken"], method = "recovery_code", code = eve.RecoveryCodes[0] }))
                .Expect(expected);
        }

        Assert.That((await client.GetAsync("/mfa")).Json.GetProperty("recoveryCodesLeft").GetInt32(), Is.EqualTo(9));
    }

    [Test]
    public async Task ARefreshTokenThatWasUsed_EndsTheSession()
    {
        await using var host = await KitHost.StartAsync();
        var ada = await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        var first = await ada.SignInAsync(client);
        var second = (await client.PostAsync("/refresh", new { refreshToken = first["refreshToken"] })).Expect(HttpStatusCode.OK);
        Assert.That(second["refreshToken"], Is.Not.EqualTo(first["refreshToken"]));
        client.AccessToken = second["accessToken"];
        (await client.GetAsync("/me")).Expect(HttpStatusCode.OK);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        (await client.PostAsync("/refresh", new { refreshToken = first["refreshToken"] })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_token");
        (await client.PostAsync("/refresh", new { refreshToken = second["refreshToken"] })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_token");
        (await client.GetAsync("/me")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
    }

    [Test]
    public async Task RemovingAnAuthenticator_TakesAFreshSecondFactor()
    {
        await using var host = await KitHost.StartAsync();
        var ada = await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        await ada.SignInAsync(client);
        await ada.EnrolAsync(client);
        var refused = (await client.DeleteAsync($"/mfa/{ada.AuthenticatorId}")).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        Assert.That(refused.Header("WWW-Authenticate"), Does.Contain("insufficient_user_authentication").And.Contain("max_age=\"600\""));
        (await client.PostAsync("/mfa/recovery-codes")).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");

        (await client.PostAsync("/step-up", new { method = "totp", code = "000000" })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_code");
        var fresh = (await client.PostAsync("/step-up", new { method = "totp", code = ada.TotpCode })).Expect(HttpStatusCode.OK);
        client.AccessToken = fresh["accessToken"];
        Assert.That((await client.GetAsync("/me"))["acr"], Is.EqualTo("aal2"));
        var codes = (await client.PostAsync("/mfa/recovery-codes")).Expect(HttpStatusCode.OK).Json.GetProperty("recoveryCodes");
        Assert.That(codes.EnumerateArray().Select(c => c.GetString()).Intersect(ada.RecoveryCodes), Is.Empty);

        host.Clock.Advance(TimeSpan.FromMinutes(11));
        (await client.DeleteAsync($"/mfa/{ada.AuthenticatorId}")).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        (await client.PostAsync("/step-up", new { method = "totp", code = ada.TotpCode })).Expect(HttpStatusCode.OK);
        (await client.DeleteAsync($"/mfa/{ada.AuthenticatorId}")).Expect(HttpStatusCode.NoContent);
        Assert.That((await client.GetAsync("/mfa")).Json.GetProperty("authenticators").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task ChangingThePassword_EndsTheOtherSessions_AndKeepsThisOne()
    {
        await using var host = await KitHost.StartAsync();
        var ada = await Person.RegisterAsync(host, "ada");
        using var here = host.Client();
        using var elsewhere = host.Client();
        await ada.SignInAsync(here);
        await ada.SignInAsync(elsewhere);
        const string replacement = "a completely different sentence 7";
        (await here.PostAsync("/password", new { current = "wrong wrong wrong", @new = replacement })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        var weak = (await here.PostAsync("/password", new { current = Person.Password, @new = "short" })).ExpectProblem(HttpStatusCode.BadRequest, "weak_password");
        Assert.That(weak.Json.GetProperty("errors")[0].GetProperty("input").GetString(), Is.EqualTo("new"));
        (await here.PostAsync("/password", new { current = Person.Password, @new = replacement })).Expect(HttpStatusCode.NoContent);
        (await here.GetAsync("/me")).Expect(HttpStatusCode.OK);
        (await elsewhere.GetAsync("/me")).Expect(HttpStatusCode.Unauthorized);
        (await elsewhere.PostAsync("/login", new { userName = "ada", password = Person.Password })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Test]
    public async Task LogoutAll_EndsEverySession_AndSessionsOfOthersAreNotToBeEnded()
    {
        await using var host = await KitHost.StartAsync();
        var ada = await Person.RegisterAsync(host, "ada");
        var bob = await Person.RegisterAsync(host, "bob");
        using var one = host.Client();
        using var two = host.Client();
        using var other = host.Client();
        await ada.SignInAsync(one);
        await ada.SignInAsync(two);
        var foreign = await bob.SignInAsync(other);
        (await one.DeleteAsync($"/sessions/{foreign["sessionId"]}")).ExpectProblem(HttpStatusCode.NotFound, "not_found");
        (await one.DeleteAsync("/sessions/nothing")).ExpectProblem(HttpStatusCode.NotFound, "not_found");
        (await one.PostAsync("/logout-all")).Expect(HttpStatusCode.NoContent);
        (await one.GetAsync("/me")).Expect(HttpStatusCode.Unauthorized);
        (await two.GetAsync("/me")).Expect(HttpStatusCode.Unauthorized);
        (await other.GetAsync("/me")).Expect(HttpStatusCode.OK);
    }
}
