using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Authentication;

/// <summary>What the policy decides about a suspicious session, seen from outside: allowed, held until a step-up, or ended.</summary>
[TestFixture]
public sealed class SuspiciousSessionTests
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private const string Safari =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

    [Test]
    public async Task NewDevice_ByDefault_IsAllowedAndTold()
    {
        await using var host = await KitHost.StartAsync();
        var (client, _) = await SignInFromANewDeviceAsync(host);
        using var scope = client;

        (await GetAsync(client, "/me", Safari)).Expect(HttpStatusCode.OK);
        Assert.That(host.Events.All.Where(e => e.Type == "sessions.suspicion.raised").Select(e => (e.Reason, e.Data["signals"])), Is.EqualTo(new[] { ("allow", "NewDevice") }));
    }

    [Test]
    public async Task NewDevice_WhereThePolicyAsksForAStepUp_IsGoodForNothingBeforeIt()
    {
        await using var host = await KitHost.StartAsync(new KitHostSetup
        {
            Settings = { ["SecurityKit:Sessions:Suspicion:StepUpScore"] = "20" },
            Pipeline = static app =>
            {
                app.UseSecurityKit();
                app.MapSecurityKit(KitHost.Prefix);
                app.MapGet(KitHost.Prefix + "/open", (HttpContext context) => context.User.Identity?.IsAuthenticated == true ? "somebody" : "nobody");
            },
        });
        var (client, ada) = await SignInFromANewDeviceAsync(host);
        using var scope = client;

        foreach (var path in new[] { "/me", "/sessions", "/mfa" })
        {
            (await GetAsync(client, path, Safari)).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        }

        Assert.That((await GetAsync(client, "/open", Safari)).Text, Is.EqualTo("nobody"), "a route without rules must not take it for signed in");
        var stepUp = await PostAsync(client, "/step-up", new { method = "totp", code = ada.TotpCode }, Safari);
        client.AccessToken = stepUp.Expect(HttpStatusCode.OK)["accessToken"];
        (await GetAsync(client, "/me", Safari)).Expect(HttpStatusCode.OK);
        Assert.That((await GetAsync(client, "/open", Safari)).Text, Is.EqualTo("somebody"));
    }

    [Test]
    public async Task SessionThatWaitsForAStepUp_MaySignOut()
    {
        await using var host = await KitHost.StartAsync(new KitHostSetup { Settings = { ["SecurityKit:Sessions:Suspicion:StepUpScore"] = "20" } });
        var (client, _) = await SignInFromANewDeviceAsync(host);
        using var scope = client;

        (await PostAsync(client, "/logout", null, Safari)).Expect(HttpStatusCode.NoContent);
        (await GetAsync(client, "/me", Safari)).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
    }

    [Test]
    public async Task TokenThatComesFromAnotherBrowser_EndsItsSession_ForItsOwnerToo()
    {
        await using var host = await KitHost.StartAsync();
        await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        client.AccessToken = (await LoginAsync(client, Firefox)).Expect(HttpStatusCode.OK)["accessToken"];
        (await GetAsync(client, "/me", Firefox)).Expect(HttpStatusCode.OK);

        (await GetAsync(client, "/me", Safari)).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");

        (await GetAsync(client, "/me", Firefox)).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        Assert.That(host.Events.All.Where(e => e.Type == "sessions.session.revoked").Select(e => e.Reason), Is.EqualTo(new[] { "suspicious" }));
    }

    [Test]
    public async Task SignInThatIsTooSuspicious_GetsNoSession()
    {
        await using var host = await KitHost.StartAsync(new KitHostSetup { Settings = { ["SecurityKit:Sessions:Suspicion:RevokeScore"] = "20" } });
        await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        (await LoginAsync(client, Firefox)).Expect(HttpStatusCode.OK);

        var refused = await LoginAsync(client, Safari);

        refused.ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        Assert.That(host.Events.All.Where(e => e.Type == "sessions.session.refused").Select(e => e.Reason), Is.EqualTo(new[] { "suspicious" }));
    }

    private static async Task<(ApiClient Client, Person Person)> SignInFromANewDeviceAsync(KitHost host)
    {
        var ada = await Person.RegisterAsync(host, "ada");
        using var known = host.Client();
        known.AccessToken = (await LoginAsync(known, Firefox)).Expect(HttpStatusCode.OK)["accessToken"];
        await ada.EnrolAsync(known, ("User-Agent", Firefox));

        var client = host.Client();
        var challenge = (await LoginAsync(client, Safari)).Expect(HttpStatusCode.OK);
        var signedIn = await PostAsync(
            client, "/login/mfa", new { challengeToken = challenge["challengeToken"], method = "totp", code = ada.TotpCode }, Safari);
        client.AccessToken = signedIn.Expect(HttpStatusCode.OK)["accessToken"];
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        return (client, ada);
    }

    private static Task<ApiAnswer> LoginAsync(ApiClient client, string userAgent) =>
        PostAsync(client, "/login", new { userName = "ada", password = Person.Password }, userAgent);

    private static Task<ApiAnswer> GetAsync(ApiClient client, string path, string userAgent) =>
        client.SendAsync(HttpMethod.Get, KitHost.Prefix + path, null, ("User-Agent", userAgent));

    private static Task<ApiAnswer> PostAsync(ApiClient client, string path, object? body, string userAgent) => client.SendAsync(
        HttpMethod.Post, KitHost.Prefix + path, body is null ? null : JsonContent.Create(body), ("User-Agent", userAgent));
}
