using System.Net;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests.Api;

/// <summary>Somebody who has read docs/http-api.md and nothing else.</summary>
public sealed class StrangerTests
{
    [Test]
    public async Task AStranger_RegistersSignsInEnrolsAndRevokesWhatTheySee()
    {
        var portal = await PortalProcess.SharedAsync();
        var person = Person.New();
        using var client = portal.Client();
        var first = await person.EnterAsync(client);
        Assert.That(first["status"], Is.EqualTo("signedIn"));
        var (device, _, recoveryCodes) = await Person.EnrolAsync(client);
        Assert.That(recoveryCodes, Has.Length.EqualTo(10).And.Unique);
        Assert.That((int)(await client.PostAsync("/logout")).Status, Is.EqualTo(204));
        Assert.That((await client.GetAsync("/me")).Status, Is.EqualTo(HttpStatusCode.Unauthorized), "Signed out is signed out, at once.");

        client.AccessToken = null;
        var again = await client.PostAsync("/login", person.Login);
        Assert.That(again["status"], Is.EqualTo("mfaRequired"));
        Assert.That(again.Json.TryGetProperty("accessToken", out _), Is.False);
        Assert.That(again.Json.GetProperty("methods").EnumerateArray().Select(m => m.GetString()), Is.EquivalentTo(["totp", "recovery_code"]));
        var challengeToken = again["challengeToken"];

        var replayed = await client.PostAsync("/login/mfa", new { challengeToken, method = "totp", code = device.Last() });
        Assert.That((replayed.Status, replayed.Code), Is.EqualTo((HttpStatusCode.Unauthorized, "invalid_code")), "The code that confirmed is spent.");

        var passed = await client.PostAsync("/login/mfa", new { challengeToken, method = "totp", code = device.Next() });
        Assert.That(passed.Status, Is.EqualTo(HttpStatusCode.OK), passed.Text);
        client.AccessToken = passed["accessToken"];

        var me = await client.GetAsync("/me");
        Assert.That(me["userName"], Is.EqualTo(person.UserName));
        Assert.That(me.Json.GetProperty("amr").EnumerateArray().Select(m => m.GetString()), Is.SupersetOf(["pwd", "otp"]));

        var sessions = (await client.GetAsync("/sessions")).Json.EnumerateArray().ToArray();
        var current = sessions.Single(s => s.GetProperty("current").GetBoolean()).GetProperty("id").GetString();
        Assert.That(current, Is.EqualTo(passed["sessionId"]));
        Assert.That((int)(await client.DeleteAsync($"/sessions/{current}")).Status, Is.EqualTo(204));
        Assert.That((await client.GetAsync("/me")).Status, Is.EqualTo(HttpStatusCode.Unauthorized), "The token must be dead at the next call.");
        var refreshed = await client.PostAsync("/refresh", new { refreshToken = passed["refreshToken"] });
        Assert.That((refreshed.Status, refreshed.Code), Is.EqualTo((HttpStatusCode.Unauthorized, "invalid_token")));
    }

    [Test]
    public async Task TheSameCode_SubmittedByManyAtOnce_SignsInOnce()
    {
        var portal = await PortalProcess.SharedAsync();
        var person = Person.New();
        using var client = portal.Client();
        await person.EnterAsync(client);
        var (device, _, _) = await Person.EnrolAsync(client);
        client.AccessToken = null;
        var code = device.Next();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            var login = await client.PostAsync("/login", person.Login);
            return await client.PostAsync("/login/mfa", new { challengeToken = login["challengeToken"], method = "totp", code });
        }));

        Assert.That(answers.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(answers.Count(a => a.Code == "invalid_code"), Is.EqualTo(3));
    }

    [Test]
    public async Task ARecoveryCode_SignsInOnce()
    {
        var portal = await PortalProcess.SharedAsync();
        var person = Person.New();
        using var client = portal.Client();
        await person.EnterAsync(client);
        var (_, _, recoveryCodes) = await Person.EnrolAsync(client);
        client.AccessToken = null;

        Assert.That((await TryAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await TryAsync()).Code, Is.EqualTo("invalid_code"));

        async Task<ApiAnswer> TryAsync()
        {
            var login = await client.PostAsync("/login", person.Login);
            return await client.PostAsync("/login/mfa", new { challengeToken = login["challengeToken"], method = "recovery_code", code = recoveryCodes[0] });
        }
    }

    [Test]
    public async Task AnAuthenticator_IsRemovedOnlyWithAFreshFactor()
    {
        var portal = await PortalProcess.SharedAsync();
        var person = Person.New();
        using var client = portal.Client();
        await person.EnterAsync(client);
        var (device, id, _) = await Person.EnrolAsync(client);

        var refused = await client.DeleteAsync($"/mfa/{id}");
        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.Forbidden, "step_up_required")));
        var steppedUp = await client.PostAsync("/step-up", new { method = "totp", code = device.Next() });
        Assert.That(steppedUp.Status, Is.EqualTo(HttpStatusCode.OK), steppedUp.Text);
        client.AccessToken = steppedUp["accessToken"];
        Assert.That((int)(await client.DeleteAsync($"/mfa/{id}")).Status, Is.EqualTo(204));
        Assert.That((await client.GetAsync("/mfa")).Json.GetProperty("authenticators").GetArrayLength(), Is.Zero);
    }
}
