using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore.Tests.Authorization;

/// <summary>Permissions and clearances on endpoints, decided by roles and assignments.</summary>
[TestFixture]
public sealed class RequirementTests
{
    private KitHost _host = null!;
    private ApiClient _client = null!;
    private Person _ada = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = await KitHost.StartAsync(new KitHostSetup
        {
            Pipeline = static app =>
            {
                app.UseSecurityKit();
                app.MapSecurityKit(KitHost.Prefix);
                app.MapGet("/orders", static () => "orders").RequirePermission("orders:read");
                app.MapGet("/projects/{projectId}", static () => "project").RequirePermission("project:read", "project:{projectId}");
                app.MapGet("/both", static () => "both").RequirePermission("orders:read").RequirePermission("orders:write");
                foreach (var level in Enum.GetValues<SensitivityLevel>())
                {
                    app.MapGet($"/levels/{level}", static () => "data").RequireClearance(level);
                }
            },
        });
        _ada = await Person.RegisterAsync(_host, "ada");
        _client = _host.Client();
        await _ada.SignInAsync(_client);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task APermission_IsGrantedByARole_AndGoneWithIt()
    {
        await ExpectAsync("/orders", HttpStatusCode.Forbidden);
        var assignment = await _ada.GrantAsync(["orders:read"]);
        await ExpectAsync("/orders", HttpStatusCode.OK);
        var me = (await _client.GetAsync("/me")).Json;
        Assert.That(me.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()), Is.EqualTo(new[] { "orders:read" }));
        Assert.That(me.GetProperty("roles").GetArrayLength(), Is.EqualTo(1));
        await _host.Services.GetRequiredService<RoleManager>().UnassignAsync(_ada.Subject, assignment);
        await ExpectAsync("/orders", HttpStatusCode.Forbidden);
        var denied = _host.Events.All.Last(e => e.Type == "web.access.denied");
        Assert.That((denied.Reason, denied.Data["permission"]), Is.EqualTo(("permission_missing", "orders:read")));
    }

    [Test]
    public async Task SeveralPermissions_AddUp()
    {
        await _ada.GrantAsync(["orders:read"]);
        await ExpectAsync("/both", HttpStatusCode.Forbidden);
        await _ada.GrantAsync(["orders:write"]);
        await ExpectAsync("/both", HttpStatusCode.OK);
    }

    [Test]
    public async Task AScopedPermission_HoldsForItsRouteValueOnly()
    {
        await _ada.GrantAsync(["project:read", "orders:read"], "project:42");
        await ExpectAsync("/projects/42", HttpStatusCode.OK);
        await ExpectAsync("/projects/43", HttpStatusCode.Forbidden);
        await ExpectAsync("/projects/42%20", HttpStatusCode.Forbidden);
        await ExpectAsync("/projects/%7B42%7D", HttpStatusCode.Forbidden);
        await ExpectAsync("/orders", HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task AnAssignmentWithoutAScope_HoldsInEveryScope()
    {
        await _ada.GrantAsync(["project:read"]);
        await ExpectAsync("/projects/42", HttpStatusCode.OK);
        await ExpectAsync("/projects/a%2Fb", HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task AClearance_ReachesItsLevelAndThoseBelow()
    {
        var roles = _host.Services.GetRequiredService<RoleManager>();
        foreach (var clearance in Enum.GetValues<SensitivityLevel>())
        {
            await roles.SetClearanceAsync(_ada.Subject, clearance);
            foreach (var level in Enum.GetValues<SensitivityLevel>())
            {
                await ExpectAsync($"/levels/{level}", level <= clearance ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
            }
        }
    }

    [Test]
    public async Task Nobody_IsAskedToSignIn()
    {
        using var nobody = _host.Client();
        foreach (var path in new[] { "/orders", "/projects/42", "/levels/Public" })
        {
            (await nobody.SendAsync(HttpMethod.Get, path)).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        }
    }

    [TestCase("orders:*")]
    [TestCase("*")]
    [TestCase("orders")]
    [TestCase("orders:read|x")]
    [TestCase("")]
    public void APermissionThatIsNone_IsRefusedWhereItIsWritten(string permission) =>
        Assert.That(() => new RequirePermissionAttribute(permission), Throws.ArgumentException);

    [Test]
    public void ALevelThatIsNone_IsRefusedWhereItIsWritten() =>
        Assert.That(() => new RequireClearanceAttribute((SensitivityLevel)9), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public async Task WhileTheRoleStoreIsDown_NothingIsGranted_AndTheAnswerIs503()
    {
        var store = new DownRoleStore();
        await using var host = await KitHost.StartAsync(new KitHostSetup
        {
            Services = services => services.AddSingleton<IRoleStore>(store),
            Pipeline = static app =>
            {
                app.UseSecurityKit();
                app.MapSecurityKit(KitHost.Prefix);
                app.MapGet("/orders", static () => "orders").RequireSession().RequirePermission("orders:read");
            },
        });
        var ada = await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        await ada.SignInAsync(client);
        store.IsDown = true;
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        (await client.SendAsync(HttpMethod.Get, "/orders")).ExpectProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
    }

    private async Task ExpectAsync(string path, HttpStatusCode status)
    {
        var answer = await _client.SendAsync(HttpMethod.Get, path);
        Assert.That(answer.Status, Is.EqualTo(status), path);
    }
}
