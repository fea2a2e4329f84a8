using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore.Tests.Endpoints;

/// <summary>Accounts, roles and clearances in an administrator's hands; and a subject's own address and account.</summary>
[TestFixture]
public sealed class AdministrationTests
{
    private KitHost _host = null!;
    private ApiClient _admin = null!;
    private Person _root = null!;
    private Person _ada = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = await KitHost.StartAsync();
        _root = await Person.RegisterAsync(_host, "root-admin");
        _ada = await Person.RegisterAsync(_host, "ada");
        using var first = _host.Client();
        await _root.SignInAsync(first);
        await _root.EnrolAsync(first);
        _admin = _host.Client();
        await _root.SignInWithCodeAsync(_admin);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _admin.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task Roles_AreMade_Given_Listed_Taken_AndRemoved()
    {
        await GrantAllAsync();
        (await _admin.PutAsync("/roles/reader", new { permissions = new[] { "orders:read" }, description = "Reads" })).Expect(HttpStatusCode.NoContent);
        (await _admin.PutAsync("/roles/writer", new { permissions = new[] { "orders:write" }, parents = new[] { "reader" } })).Expect(HttpStatusCode.NoContent);
        var given = (await _admin.PostAsync($"/accounts/{_ada.Subject}/roles", new { role = "writer", scope = "shop:1", expiresInDays = 7, networks = new[] { "10.0.0.0/8" } }))
            .Expect(HttpStatusCode.Created);
        var listed = (await _admin.GetAsync($"/accounts/{_ada.Subject}/roles")).Expect(HttpStatusCode.OK).Json[0];
        Assert.That(listed.GetProperty("id").GetString(), Is.EqualTo(given["id"]));
        Assert.That(listed.GetProperty("scope").GetString(), Is.EqualTo("shop:1"));
        Assert.That(listed.GetProperty("conditions")[0].GetString(), Is.EqualTo("network"));

        (await _admin.DeleteAsync("/roles/reader")).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        (await _admin.DeleteAsync($"/accounts/{_ada.Subject}/roles/{given["id"]}")).Expect(HttpStatusCode.NoContent);
        (await _admin.DeleteAsync($"/accounts/{_ada.Subject}/roles/{given["id"]}")).ExpectProblem(HttpStatusCode.NotFound, "not_found");
        (await _admin.DeleteAsync("/roles/writer")).Expect(HttpStatusCode.NoContent);
        (await _admin.DeleteAsync("/roles/writer")).ExpectProblem(HttpStatusCode.NotFound, "not_found");
        Assert.That(
            (await _admin.GetAsync("/roles")).Json.EnumerateArray().Select(r => r.GetProperty("name").GetString()), Has.Member("reader").And.No.Member("writer"));
        var saved = _host.Events.All.First(e => e.Type == "identity.role.assigned" && e.Subject == _ada.Subject);
        Assert.That(saved.Actor, Is.EqualTo(_root.Subject), "the trail says who did it");
    }

    [Test]
    public async Task WrongRoles_AreRefusedWithReasons()
    {
        await GrantAllAsync();
        (await _admin.PutAsync("/roles/reader", new { permissions = new[] { "orders:*" } })).ExpectProblem(HttpStatusCode.BadRequest, "invalid_request");
        (await _admin.PutAsync("/roles/a", new { parents = new[] { "a" } })).ExpectProblem(HttpStatusCode.BadRequest, "invalid_request");
        (await _admin.PostAsync($"/accounts/{_ada.Subject}/roles", new { role = "nothing" })).ExpectProblem(HttpStatusCode.BadRequest, "invalid_request");
        (await _admin.PostAsync("/accounts/nobody/roles", new { role = "reader" })).ExpectProblem(HttpStatusCode.NotFound, "not_found");
        await _admin.PutAsync("/roles/reader", new { });
        (await _admin.PostAsync($"/accounts/{_ada.Subject}/roles", new { role = "reader", networks = new[] { "ten" } })).ExpectProblem(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Test]
    public async Task Accounts_AreListed_PageByPage()
    {
        await GrantAllAsync();
        await Person.RegisterAsync(_host, "bob");

        var first = (await _admin.GetAsync("/accounts?limit=2")).Expect(HttpStatusCode.OK);
        Assert.That(first.Json.GetProperty("accounts").EnumerateArray().Select(a => a.GetProperty("userName").GetString()), Is.EqualTo(new[] { "ada", "bob" }));
        var second = (await _admin.GetAsync($"/accounts?limit=2&after={Uri.EscapeDataString(first["next"])}")).Expect(HttpStatusCode.OK);
        Assert.That(SubjectsOf(second), Is.EqualTo(new[] { _root.Subject }));
        Assert.That(second.Json.TryGetProperty("next", out _), Is.False);
        Assert.That(first.Text, Does.Not.Contain("password_hash").And.Not.Contain("$argon2id"));

        foreach (var query in (string[])["limit=0", "limit=201", "limit=ten", "limit=1&limit=2", "after=", "login=%00", "login="])
        {
            (await _admin.GetAsync("/accounts?" + query)).ExpectProblem(HttpStatusCode.BadRequest, "invalid_request");
        }
    }

    [Test]
    public async Task Accounts_AreFound_Disabled_Enabled_AndDeleted()
    {
        await GrantAllAsync();
        using var ada = _host.Client();
        await _ada.SignInAsync(ada);
        var found = (await _admin.GetAsync("/accounts?login=ADA%40example.com")).Expect(HttpStatusCode.OK);
        Assert.That(SubjectsOf(found), Is.EqualTo(new[] { _ada.Subject }));
        Assert.That(SubjectsOf(await _admin.GetAsync("/accounts?login=Ada")), Is.EqualTo(new[] { _ada.Subject }));
        Assert.That(SubjectsOf((await _admin.GetAsync("/accounts?login=nobody")).Expect(HttpStatusCode.OK)), Is.Empty);

        (await _admin.PutAsync($"/accounts/{_ada.Subject}/clearance", new { level = "RESTRICTED" })).Expect(HttpStatusCode.NoContent);
        Assert.That((await _admin.GetAsync($"/accounts/{_ada.Subject}"))["clearance"], Is.EqualTo("RESTRICTED"));
        (await _admin.PutAsync($"/accounts/{_ada.Subject}/clearance", new { level = "COSMIC" })).ExpectProblem(HttpStatusCode.BadRequest, "invalid_request");

        (await _admin.PostAsync($"/accounts/{_ada.Subject}/disable", new { reason = "left_company" })).Expect(HttpStatusCode.NoContent);
        (await ada.GetAsync("/me")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        (await ada.PostAsync("/login", new { userName = "ada", password = Person.Password })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        Assert.That((await _admin.GetAsync($"/accounts/{_ada.Subject}")).Json.GetProperty("disabled").GetBoolean(), Is.True);
        (await _admin.PostAsync($"/accounts/{_ada.Subject}/enable")).Expect(HttpStatusCode.NoContent);
        await _ada.SignInAsync(ada);
        (await _admin.DeleteAsync($"/accounts/{_ada.Subject}")).Expect(HttpStatusCode.NoContent);
        (await ada.GetAsync("/me")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        (await _admin.DeleteAsync($"/accounts/{_ada.Subject}")).ExpectProblem(HttpStatusCode.NotFound, "not_found");
        (await _admin.PostAsync($"/accounts/{_ada.Subject}/unlock")).ExpectProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Test]
    public async Task ALockedOwner_IsUnlocked()
    {
        await GrantAllAsync();
        using var ada = _host.Client();
        for (var i = 0; i < 5; i++)
        {
            await ada.PostAsync("/login", new { userName = "ada", password = "a wrong password" });
        }

        (await ada.PostAsync("/login", new { userName = "ada", password = Person.Password })).ExpectProblem(HttpStatusCode.Locked, "locked");
        (await _admin.PostAsync($"/accounts/{_ada.Subject}/unlock")).Expect(HttpStatusCode.NoContent);
        await _ada.SignInAsync(ada);
    }

    [Test]
    public async Task AnOwnerWhoseGuessesAThiefUsedUp_IsUnlocked()
    {
        await GrantAllAsync();
        using var bobs = _host.Client();
        var bob = await Person.RegisterAsync(_host, "bob");
        await bob.SignInAsync(bobs);
        await bob.EnrolAsync(bobs);
        for (var i = 0; i < 5; i++)
        {
            await bobs.PostAsync("/step-up", new { method = "recovery_code", code = new string('7', 24) });
        }

        (await bobs.PostAsync("/step-up", new { method = "recovery_code", code = bob.RecoveryCodes[0] })).ExpectProblem(HttpStatusCode.TooManyRequests, "throttled");
        (await _admin.PostAsync($"/accounts/{bob.Subject}/unlock")).Expect(HttpStatusCode.NoContent);
        (await bobs.PostAsync("/step-up", new { method = "recovery_code", code = bob.RecoveryCodes[0] })).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task WithoutThePermission_OrWithoutASecondFactor_OrWithAKey_NothingIsAdministered()
    {
        string[][] attempts =
        [
            ["GET", "/roles"], ["GET", "/accounts"], ["GET", "/accounts?login=ada"], ["GET", $"/accounts/{_ada.Subject}"], ["GET", $"/accounts/{_ada.Subject}/roles"],
            ["PUT", "/roles/x"], ["DELETE", "/roles/x"], ["POST", $"/accounts/{_ada.Subject}/roles"], ["DELETE", $"/accounts/{_ada.Subject}/roles/x"],
            ["PUT", $"/accounts/{_ada.Subject}/clearance"], ["POST", $"/accounts/{_ada.Subject}/disable"], ["POST", $"/accounts/{_ada.Subject}/enable"],
            ["POST", $"/accounts/{_ada.Subject}/unlock"], ["DELETE", $"/accounts/{_ada.Subject}"],
        ];
        await RefusedAsync(_admin, attempts, "forbidden");

        await _ada.GrantAsync(["security.roles:manage", "security.accounts:manage"]);
        using var passwordOnly = _host.Client();
        await _ada.SignInAsync(passwordOnly);
        await RefusedAsync(passwordOnly, [.. attempts.Where(a => a[0] != "GET")], "mfa_required");

        await GrantAllAsync();
        using var key = _host.Client();
        key.ApiKey = (await _admin.PostAsync(
            "/api-keys", new { name = "ci", scopes = new[] { "security.roles:manage", "security.accounts:manage" } })).Expect(HttpStatusCode.Created)["key"];
        await RefusedAsync(key, [.. attempts.Where(a => a[0] != "GET")], "forbidden");
    }

    [Test]
    public async Task AnOwner_DeletesTheOwnAccount_WithThePasswordOnly()
    {
        using var ada = _host.Client();
        await _ada.SignInAsync(ada);
        (await ada.PostAsync("/me/delete", new { password = "a wrong password" })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await ada.GetAsync("/me")).Expect(HttpStatusCode.OK);
        (await ada.PostAsync("/me/delete", new { password = Person.Password })).Expect(HttpStatusCode.NoContent);
        (await ada.GetAsync("/me")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        (await ada.PostAsync("/login", new { userName = "ada", password = Person.Password })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    private static string?[] SubjectsOf(ApiAnswer answer) =>
        [.. answer.Json.GetProperty("accounts").EnumerateArray().Select(account => account.GetProperty("subject").GetString())];

    private async Task GrantAllAsync() => await _root.GrantAsync(
        ["security.roles:read", "security.roles:manage", "security.accounts:read", "security.accounts:manage"]);

    private static async Task RefusedAsync(ApiClient client, string[][] attempts, string code)
    {
        foreach (var attempt in attempts)
        {
            using var body = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
            var answer = await client.SendAsync(new HttpMethod(attempt[0]), KitHost.Prefix + attempt[1], attempt[0] is "POST" or "PUT" ? body : null);
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Forbidden, code)), string.Join(' ', attempt));
        }
    }
}
