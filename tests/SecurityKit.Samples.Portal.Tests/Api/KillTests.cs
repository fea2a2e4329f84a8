using System.Net;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests.Api;

/// <summary>What the host knows after <c>kill -9</c>.</summary>
public sealed class KillTests
{
    [Test]
    public async Task KilledAndStartedAgain_ItKnowsTheAccountTheAuthenticatorTheSessionsAndDecryptsWhatItEncrypted()
    {
        using var portal = await PortalProcess.StartAsync();
        var person = Person.New();
        using var client = portal.Client();
        var entered = await person.EnterAsync(client);
        var (device, id, recoveryCodes) = await Person.EnrolAsync(client);

        portal.Kill();
        await portal.RestartAsync();

        var me = await client.GetAsync("/me");
        Assert.That(me.Status, Is.EqualTo(HttpStatusCode.OK), "The session and the key that signed its token outlive the process.");
        Assert.That(me["sessionId"], Is.EqualTo(entered["sessionId"]));
        var mfa = await client.GetAsync("/mfa");
        Assert.That(mfa.Json.GetProperty("authenticators")[0].GetProperty("id").GetString(), Is.EqualTo(id));
        Assert.That(mfa.Json.GetProperty("recoveryCodesLeft").GetInt32(), Is.EqualTo(recoveryCodes.Length));

        using var other = portal.Client();
        var login = await other.PostAsync("/login", person.Login);
        var challengeToken = login["challengeToken"];
        var spent = await other.PostAsync("/login/mfa", new { challengeToken, method = "totp", code = device.Last() });
        Assert.That(spent.Code, Is.EqualTo("invalid_code"), "A spent code stays spent over a restart.");
        var passed = await other.PostAsync("/login/mfa", new { challengeToken, method = "totp", code = device.Next() });
        Assert.That(passed.Status, Is.EqualTo(HttpStatusCode.OK), "The secret of the authenticator is decrypted with the key ring of before.");
        Assert.That((await client.GetAsync("/sessions")).Json.GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task ASessionRevokedBeforeTheKill_StaysRevoked()
    {
        using var portal = await PortalProcess.StartAsync();
        using var client = portal.Client();
        await Person.New().EnterAsync(client);
        Assert.That((int)(await client.PostAsync("/logout")).Status, Is.EqualTo(204));

        portal.Kill();
        await portal.RestartAsync();

        Assert.That((await client.GetAsync("/me")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
    }
}
