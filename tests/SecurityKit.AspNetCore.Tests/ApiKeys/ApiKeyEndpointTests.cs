using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore.Tests.ApiKeys;

/// <summary>API keys as their holder meets them, over real HTTP.</summary>
[TestFixture]
public sealed class ApiKeyEndpointTests
{
    private KitHost _host = null!;

    [SetUp]
    public async Task StartAsync() => _host = await KitHost.StartAsync(new KitHostSetup
    {
        Pipeline = static app =>
        {
            app.UseSecurityKit();
            app.MapSecurityKit(KitHost.Prefix);
            app.MapGet("/orders", static () => "orders").RequirePermission("orders:read");
            app.MapGet("/session-only", static () => "session").RequireSession();
            app.MapGet("/mfa-only", static () => "mfa").RequireMfa();
            app.MapGet("/restricted", static () => "restricted").RequireClearance(SensitivityLevel.Restricted);
        },
    });

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [Test]
    public async Task AKey_IsShownOnce_Used_Replaced_AndRevoked()
    {
        var (ada, client) = await SignedInAsync();
        await ada.GrantAsync(["orders:read"]);
        var made = (await client.PostAsync("/api-keys", new { name = "ci", scopes = new[] { "orders:read" }, expiresInDays = 30 })).Expect(HttpStatusCode.Created);
        Assert.That(made["key"], Does.Match("^kit_[0-9a-v]{16}_[0-9a-v]{59}$"));
        Assert.That(
            DateTimeOffset.Parse(made["expiresAt"], System.Globalization.CultureInfo.InvariantCulture),
            Is.EqualTo(_host.Clock.GetUtcNow().AddDays(30)).Within(TimeSpan.FromSeconds(5)));

        using var machine = Machine(made["key"]);
        (await machine.SendAsync(HttpMethod.Get, "/orders")).Expect(HttpStatusCode.OK);
        var me = (await machine.GetAsync("/me")).Expect(HttpStatusCode.OK);
        Assert.That(me["subject"], Is.EqualTo(ada.Subject));
        Assert.That(me.Json.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()), Is.EqualTo(new[] { "orders:read" }));
        Assert.That(me.Json.TryGetProperty("sessionId", out _), Is.False);
        (await machine.GetAsync("/rate-limit/status")).Expect(HttpStatusCode.OK);

        var replaced = (await client.PostAsync($"/api-keys/{made["id"]}/rotate", new { overlapSeconds = 60 })).Expect(HttpStatusCode.Created);
        using var next = Machine(replaced["key"]);
        (await next.SendAsync(HttpMethod.Get, "/orders")).Expect(HttpStatusCode.OK);
        (await machine.SendAsync(HttpMethod.Get, "/orders")).Expect(HttpStatusCode.OK);
        _host.Clock.Advance(TimeSpan.FromSeconds(61));
        (await machine.SendAsync(HttpMethod.Get, "/orders")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        (await next.SendAsync(HttpMethod.Get, "/orders")).Expect(HttpStatusCode.OK);

        (await client.DeleteAsync($"/api-keys/{replaced["id"]}")).Expect(HttpStatusCode.NoContent);
        (await next.SendAsync(HttpMethod.Get, "/orders")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        (await client.DeleteAsync($"/api-keys/{replaced["id"]}")).ExpectProblem(HttpStatusCode.NotFound, "not_found");

        var list = (await client.GetAsync("/api-keys")).Expect(HttpStatusCode.OK);
        Assert.That(list.Json.GetArrayLength(), Is.EqualTo(2));
        Assert.That(list.Text, Does.Not.Contain(made["key"][21..]).And.Not.Contain(replaced["key"][21..]));
        Assert.That(_host.Logs.Text, Does.Not.Contain(made["key"][21..]).And.Not.Contain(replaced["key"][21..]));
        Assert.That(_host.Events.All.SelectMany(e => e.Data.Values), Has.None.Contains(made["key"][21..]));
    }

    [Test]
    public async Task AKey_CanDoNoMoreThanItsSubject_AndNothingOutsideItsScopes()
    {
        var (ada, client) = await SignedInAsync();
        var assignment = await ada.GrantAsync(["orders:read"]);
        using var unscoped = Machine(await KeyAsync(client));
        using var scoped = Machine(await KeyAsync(client, "orders:read", "orders:write"));
        (await unscoped.SendAsync(HttpMethod.Get, "/orders")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await scoped.SendAsync(HttpMethod.Get, "/orders")).Expect(HttpStatusCode.OK);
        Assert.That((await unscoped.GetAsync("/me")).Json.GetProperty("permissions").GetArrayLength(), Is.Zero);
        Assert.That((await scoped.GetAsync("/me")).Json.GetProperty("permissions").GetArrayLength(), Is.EqualTo(1));

        await _host.Services.GetRequiredService<RoleManager>().UnassignAsync(ada.Subject, assignment);
        (await scoped.SendAsync(HttpMethod.Get, "/orders")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Test]
    public async Task AKey_ReachesALevelOnlyWithAScopeAndAClearanceForIt()
    {
        var (ada, client) = await SignedInAsync();
        var roles = _host.Services.GetRequiredService<RoleManager>();
        using var unscoped = Machine(await KeyAsync(client));
        using var low = Machine(await KeyAsync(client, "clearance:confidential"));
        using var high = Machine(await KeyAsync(client, "clearance:top_secret"));
        (await high.SendAsync(HttpMethod.Get, "/restricted")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        await roles.SetClearanceAsync(ada.Subject, SensitivityLevel.Restricted);
        (await unscoped.SendAsync(HttpMethod.Get, "/restricted")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await low.SendAsync(HttpMethod.Get, "/restricted")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await high.SendAsync(HttpMethod.Get, "/restricted")).Expect(HttpStatusCode.OK);
        (await client.SendAsync(HttpMethod.Get, "/restricted")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task AKey_IsNoSession_AndNoSecondFactor()
    {
        var (_, client) = await SignedInAsync();
        var made = (await client.PostAsync("/api-keys", new { name = "ci" })).Expect(HttpStatusCode.Created);
        using var machine = Machine(made["key"]);
        (await machine.SendAsync(HttpMethod.Get, "/session-only")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await machine.SendAsync(HttpMethod.Get, "/mfa-only")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await machine.PostAsync("/api-keys", new { name = "another" })).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await machine.PostAsync($"/api-keys/{made["id"]}/rotate", new { })).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await machine.GetAsync("/api-keys")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await machine.PostAsync("/password", new { current = Person.Password, @new = "another sentence 42" })).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await machine.PostAsync("/mfa/totp", new { name = "x" })).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Test]
    public async Task WhoHasASecondFactor_MakesAKeyOnlyWithIt_AndFreshly()
    {
        var (ada, passwordOnly) = await SignedInAsync();
        await ada.EnrolAsync(passwordOnly);
        (await passwordOnly.PostAsync("/api-keys", new { name = "thief" })).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");

        using var client = _host.Client();
        await ada.SignInWithCodeAsync(client);
        var made = (await client.PostAsync("/api-keys", new { name = "ci" })).Expect(HttpStatusCode.Created);
        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        (await client.PostAsync("/api-keys", new { name = "later" })).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        (await client.PostAsync($"/api-keys/{made["id"]}/rotate", new { })).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        (await client.DeleteAsync($"/api-keys/{made["id"]}")).Expect(HttpStatusCode.NoContent);
    }

    [Test]
    public async Task WhoMustHaveASecondFactor_SetsItUpBeforeMakingAKey()
    {
        var (ada, client) = await SignedInAsync();
        var roles = _host.Services.GetRequiredService<RoleManager>();
        await roles.SaveRoleAsync(new Role("administrator", [], []));
        await roles.AssignAsync(new RoleAssignmentRequest(ada.Subject, "administrator"));
        (await client.PostAsync("/api-keys", new { name = "ci" })).ExpectProblem(HttpStatusCode.Forbidden, "mfa_required");
    }

    [Test]
    public async Task AKey_WorksFromItsNetworksOnly()
    {
        var (_, client) = await SignedInAsync();
        var here = (await client.PostAsync("/api-keys", new { name = "here", networks = new[] { "127.0.0.0/8" } })).Expect(HttpStatusCode.Created);
        var elsewhere = (await client.PostAsync("/api-keys", new { name = "there", networks = new[] { "203.0.113.0/24" } })).Expect(HttpStatusCode.Created);
        using var inside = Machine(here["key"]);
        using var outside = Machine(elsewhere["key"]);
        (await inside.GetAsync("/me")).Expect(HttpStatusCode.OK);
        (await outside.GetAsync("/me")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        var forged = await outside.SendAsync(HttpMethod.Get, KitHost.Prefix + "/me", null, ("X-Forwarded-For", "203.0.113.9"));
        forged.ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
    }

    [Test]
    public async Task TwoCredentials_AreRefused_AndABadKeyIsNotPassedOverForACookie()
    {
        var (ada, client) = await SignedInAsync();
        var key = await KeyAsync(client);
        client.ApiKey = key;
        (await client.GetAsync("/me")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");

        using var browser = _host.Client(withCookies: true);
        (await browser.PostAsync("/login", new { userName = ada.UserName, password = Person.Password })).Expect(HttpStatusCode.OK);
        browser.ApiKey = key[..^1] + (key[^1] == '0' ? '1' : '0');
        (await browser.GetAsync("/me")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        using var twice = _host.Client();
        (await twice.SendAsync(HttpMethod.Get, KitHost.Prefix + "/me", null, ("X-API-Key", key), ("X-API-Key", key)))
            .ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
    }

    [Test]
    public async Task NoAlteredKey_IsAccepted()
    {
        var (_, client) = await SignedInAsync();
        var key = await KeyAsync(client);
        for (var i = 0; i < key.Length; i++)
        {
            using var machine = Machine(key[..i] + (key[i] == '5' ? '6' : '5') + key[(i + 1)..]);
            (await machine.GetAsync("/me")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        }

        foreach (var odd in new[] { "x", key[1..], key[..^1], key + "0", key.ToUpperInvariant(), new string('a', 5000) })
        {
            using var machine = Machine(odd);
            (await machine.GetAsync("/me")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        }
    }

    [Test]
    public async Task ADisabledAccountsKeys_AreRefused_UntilItIsEnabled()
    {
        var (ada, client) = await SignedInAsync();
        using var machine = Machine(await KeyAsync(client));
        var accounts = _host.Services.GetRequiredService<AccountManager>();
        await accounts.DisableAsync(ada.Subject);
        (await machine.GetAsync("/me")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        await accounts.EnableAsync(ada.Subject);
        (await machine.GetAsync("/me")).Expect(HttpStatusCode.OK);
        await accounts.DeleteAsync(ada.Subject);
        (await machine.GetAsync("/me")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
    }

    [Test]
    public async Task AKey_OfSomebodyElse_CannotBeReplacedOrRevoked()
    {
        var (_, client) = await SignedInAsync();
        var made = (await client.PostAsync("/api-keys", new { name = "ci" })).Expect(HttpStatusCode.Created);
        var bob = await Person.RegisterAsync(_host, "bob");
        using var other = _host.Client();
        await bob.SignInAsync(other);
        (await other.PostAsync($"/api-keys/{made["id"]}/rotate", new { })).ExpectProblem(HttpStatusCode.NotFound, "not_found");
        (await other.DeleteAsync($"/api-keys/{made["id"]}")).ExpectProblem(HttpStatusCode.NotFound, "not_found");
        using var machine = Machine(made["key"]);
        (await machine.GetAsync("/me")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task WrongInput_IsNamed_AndSwitchedOffRoutesAnswer404()
    {
        var (_, client) = await SignedInAsync();
        var answer = (await client.PostAsync("/api-keys", new { name = "ci", scopes = new[] { "orders:*" }, networks = new[] { "10.0.0.1/99" }, expiresInDays = 3000 }))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid_request");
        Assert.That(
            answer.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("input").GetString()),
            Is.EquivalentTo(new[] { "scopes", "networks", "expiresInDays" }));
        _host.Change("SecurityKit:Endpoints:ApiKeys", "false");
        (await client.PostAsync("/api-keys", new { name = "ci" })).ExpectProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Test]
    public async Task WhileTheStoreIsDown_AKeyIsA503_AndNotAnonymous()
    {
        var (_, client) = await SignedInAsync();
        await using var host = await KitHost.StartAsync(new KitHostSetup { Services = static services => services.AddSingleton<IApiKeyStore, DownApiKeyStore>() });
        using var machine = host.Client();
        machine.ApiKey = await KeyAsync(client);
        (await machine.GetAsync("/me")).ExpectProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
    }

    private async Task<(Person Person, ApiClient Client)> SignedInAsync()
    {
        var ada = await Person.RegisterAsync(_host, "ada");
        var client = _host.Client();
        await ada.SignInAsync(client);
        return (ada, client);
    }

    private ApiClient Machine(string key)
    {
        var machine = _host.Client();
        machine.ApiKey = key;
        return machine;
    }

    private static async Task<string> KeyAsync(ApiClient client, params string[] scopes) =>
        (await client.PostAsync("/api-keys", new { name = "ci", scopes })).Expect(HttpStatusCode.Created)["key"];
}
