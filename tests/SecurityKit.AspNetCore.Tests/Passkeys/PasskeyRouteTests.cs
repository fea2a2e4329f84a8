using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Identity;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore.Tests.Passkeys;

/// <summary>What passkeys are for: signing in, completing a sign-in, stepping up; several of them, with names.</summary>
[TestFixture]
public sealed class PasskeyRouteTests
{
    [TestCase(false, true, "hwk", "aal3")]
    [TestCase(true, true, "swk", "aal2")]
    [TestCase(false, false, "swk", "aal2")]
    public async Task APasskey_SignsInAlone_AndIsWorthNoMoreThanIsBelievedOfIt(bool isSynced, bool isBelieved, string method, string level)
    {
        await using var host = await PasskeyHost.StartAsync(("SecurityKit:Mfa:Passkeys:TrustDeviceBinding", isBelieved.ToString()));
        using var authenticator = new SoftAuthenticator { IsSynced = isSynced };
        var ada = await PasskeyHost.PersonAsync(host, "ada", authenticator);
        using var client = host.Client();

        for (var time = 0; time < 2; time++)
        {
            client.AccessToken = (await PasskeyHost.SignInAsync(client, authenticator)).Expect(HttpStatusCode.OK)["accessToken"];
            var me = (await client.GetAsync("/me")).Expect(HttpStatusCode.OK);
            Assert.That(me["subject"], Is.EqualTo(ada.Subject));
            Assert.That(me["acr"], Is.EqualTo(level));
            Assert.That(me.Json.GetProperty("amr").EnumerateArray().Select(m => m.GetString()), Is.EqualTo(new[] { method, "mfa" }));
        }

        Assert.That(host.Events.All.Count(e => e is { Type: MfaEventTypes.Verification, Outcome: SecurityEventOutcome.Success } && e.Data["method"] == "passkey"), Is.EqualTo(2));
    }

    [Test]
    public async Task ANewOpinionOfPasskeys_HoldsFromTheNextSignIn()
    {
        await using var host = await PasskeyHost.StartAsync();
        using var authenticator = new SoftAuthenticator();
        await PasskeyHost.PersonAsync(host, "ada", authenticator);
        using var client = host.Client();
        foreach (var isBelieved in new[] { false, true, false })
        {
            host.Change("SecurityKit:Mfa:Passkeys:TrustDeviceBinding", isBelieved.ToString());
            client.AccessToken = (await PasskeyHost.SignInAsync(client, authenticator)).Expect(HttpStatusCode.OK)["accessToken"];
            Assert.That((await client.GetAsync("/me"))["acr"], Is.EqualTo(isBelieved ? "aal3" : "aal2"));
        }
    }

    [Test]
    public async Task BesideFactorsThatAreBeingSetUp_AGoodPasskeyIsToldThatThereIsNoRoom()
    {
        await using var host = await PasskeyHost.StartAsync(("SecurityKit:Mfa:MaxAuthenticators", "2"));
        using var authenticator = new SoftAuthenticator();
        var ada = await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        await ada.SignInAsync(client);
        var open = await ApiOptions.AskAsync(client, "/mfa/passkey");
        (await client.PostAsync("/mfa/totp", new { name = "One" })).Expect(HttpStatusCode.Created);
        (await client.PostAsync("/mfa/totp", new { name = "Two" })).Expect(HttpStatusCode.Created);
        (await client.PostAsync("/mfa/passkey", new { name = "Laptop", credential = authenticator.Register(open) })).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        (await client.PostAsync("/mfa/passkey/options")).ExpectProblem(HttpStatusCode.Conflict, "conflict");

        host.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.That(await PasskeyHost.RegisterAsync(client, authenticator), Is.Not.Empty, "those that were not finished give their places up");
    }

    [Test]
    public async Task ThePrompt_AsksForADiscoverableKeyWithUserVerificationAndWithoutAttestation()
    {
        await using var host = await PasskeyHost.StartAsync();
        var ada = await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        await ada.SignInAsync(client);
        var made = (await ApiOptions.AskAsync(client, "/mfa/passkey")).Json;
        var used = (await ApiOptions.AskAsync(client, "/login/passkey")).Json;
        Assert.Multiple(() =>
        {
            Assert.That(made.GetProperty("authenticatorSelection").GetProperty("userVerification").GetString(), Is.EqualTo("required"));
            Assert.That(made.GetProperty("authenticatorSelection").GetProperty("residentKey").GetString(), Is.EqualTo("required"));
            Assert.That(made.GetProperty("attestation").GetString(), Is.EqualTo("none"));
            Assert.That(made.GetProperty("rp").GetProperty("id").GetString(), Is.EqualTo(SoftAuthenticator.Domain));
            Assert.That(used.GetProperty("userVerification").GetString(), Is.EqualTo("required"));
            Assert.That(used.TryGetProperty("allowCredentials", out var allowed) ? allowed.GetArrayLength() : 0, Is.Zero, "who signs in is not told");
        });
    }

    [Test]
    public async Task APasskey_CompletesASignInAndStepsUp()
    {
        await using var host = await PasskeyHost.StartAsync();
        using var authenticator = new SoftAuthenticator();
        var ada = await PasskeyHost.PersonAsync(host, "ada", authenticator);
        using var client = host.Client();
        var begun = (await client.PostAsync("/login", new { userName = "ada", password = Person.Password })).Expect(HttpStatusCode.OK);
        Assert.That(begun.Json.GetProperty("methods").EnumerateArray().Select(m => m.GetString()), Is.EqualTo(new[] { "passkey", "recovery_code" }));

        var challengeToken = begun["challengeToken"];
        var options = await ApiOptions.AskAsync(client, "/login/mfa/passkey", new { challengeToken });
        Assert.That(options.Json.GetProperty("allowCredentials").GetArrayLength(), Is.EqualTo(1));
        client.AccessToken = (await client.PostAsync("/login/mfa/passkey", new { challengeToken, credential = authenticator.Use(options) }))
            .Expect(HttpStatusCode.OK)["accessToken"];
        Assert.That((await client.GetAsync("/me")).Json.GetProperty("amr").EnumerateArray().Select(m => m.GetString()), Is.EqualTo(new[] { "pwd", "swk", "mfa" }));

        host.Clock.Advance(TimeSpan.FromMinutes(11));
        (await client.PostAsync("/mfa/recovery-codes")).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        var stepUp = await ApiOptions.AskAsync(client, "/step-up/passkey");
        (await client.PostAsync("/step-up/passkey", new { credential = authenticator.Use(stepUp) })).Expect(HttpStatusCode.OK);
        (await client.PostAsync("/mfa/recovery-codes")).Expect(HttpStatusCode.OK);
        Assert.That(ada.Subject, Is.Not.Empty);
    }

    [Test]
    public async Task SeveralPasskeys_AreListedRenamedAndRemoved()
    {
        await using var host = await PasskeyHost.StartAsync();
        using var laptop = new SoftAuthenticator();
        using var phone = new SoftAuthenticator { IsSynced = true };
        var ada = await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        await ada.SignInAsync(client);
        var first = await PasskeyHost.RegisterAsync(client, laptop);
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        (await client.PostAsync("/mfa/passkey/options")).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        client.AccessToken = (await PasskeyHost.SignInAsync(client, laptop)).Expect(HttpStatusCode.OK)["accessToken"];
        var second = await PasskeyHost.RegisterAsync(client, phone, "Phone");
        (await client.PutAsync($"/mfa/{first}/name", new { name = "Work laptop" })).Expect(HttpStatusCode.NoContent);
        (await client.PutAsync($"/mfa/{first}/name", new { name = new string('x', 65) })).ExpectProblem(HttpStatusCode.BadRequest, "invalid_request");

        var listed = (await client.GetAsync("/mfa")).Json.GetProperty("authenticators").EnumerateArray()
            .Select(a => (a.GetProperty("id").GetString(), a.GetProperty("method").GetString(), a.GetProperty("name").GetString()));
        Assert.That(listed, Is.EquivalentTo(new[] { (first, "passkey", "Work laptop"), (second, "passkey", "Phone") }));

        using var bob = host.Client();
        await (await Person.RegisterAsync(host, "bob")).SignInAsync(bob);
        (await bob.PutAsync($"/mfa/{first}/name", new { name = "Mine" })).ExpectProblem(HttpStatusCode.NotFound, "not_found");
        (await bob.DeleteAsync($"/mfa/{first}")).ExpectProblem(HttpStatusCode.NotFound, "not_found");
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        (await client.DeleteAsync($"/mfa/{first}")).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        client.AccessToken = (await PasskeyHost.SignInAsync(client, phone)).Expect(HttpStatusCode.OK)["accessToken"];
        (await client.DeleteAsync($"/mfa/{first}")).Expect(HttpStatusCode.NoContent);
        (await PasskeyHost.SignInAsync(client, laptop)).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await PasskeyHost.SignInAsync(client, phone)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task APasskey_IsTheFactorThatARoleDemands()
    {
        await using var host = await PasskeyHost.StartAsync();
        using var authenticator = new SoftAuthenticator();
        var ada = await PasskeyHost.PersonAsync(host, "ada", authenticator);
        var roles = host.Services.GetRequiredService<RoleManager>();
        await roles.SaveRoleAsync(new Role("administrator", [], []));
        await roles.AssignAsync(new RoleAssignmentRequest(ada.Subject, "administrator"));
        host.Clock.Advance(TimeSpan.FromDays(30));
        using var client = host.Client();
        client.AccessToken = (await PasskeyHost.SignInAsync(client, authenticator)).Expect(HttpStatusCode.OK)["accessToken"];
        var id = (await client.GetAsync("/mfa")).Json.GetProperty("authenticators")[0].GetProperty("id").GetString();
        (await client.DeleteAsync($"/mfa/{id}")).ExpectProblem(HttpStatusCode.Conflict, "conflict");
    }

    [Test]
    public async Task WithoutADomain_PasskeysAreNotOffered()
    {
        await using var host = await KitHost.StartAsync();
        using var client = host.Client();
        await (await Person.RegisterAsync(host, "ada")).SignInAsync(client);
        (await client.PostAsync("/mfa/passkey/options")).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        (await client.PostAsync("/login/passkey/options")).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        (await client.PostAsync("/login/passkey", new { credential = new { id = "x" } })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }
}
