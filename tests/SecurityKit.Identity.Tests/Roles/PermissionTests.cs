using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

public sealed class PermissionTests
{
    [Test]
    public async Task ARole_GrantsItsPermissions_AndThoseOfItsParents_ExactlyByName()
    {
        await using var host = await HostAsync();
        await AssignAsync(host, "alice", "writer");
        var evaluator = host.Get<PermissionEvaluator>();

        Assert.That(await evaluator.HasPermissionAsync("alice", "reports:write"), Is.True);
        Assert.That(await evaluator.HasPermissionAsync("alice", "reports:read"), Is.True, "inherited");
        Assert.That(await evaluator.HasPermissionAsync("alice", "reports:delete"), Is.False);
        Assert.That(await evaluator.HasPermissionAsync("alice", "Reports:write"), Is.False);
        Assert.That(await evaluator.HasPermissionAsync("alice", "reports:*"), Is.False);
        Assert.That(await evaluator.HasPermissionAsync("alice", "*"), Is.False);
        Assert.That(await evaluator.HasPermissionAsync("bob", "reports:read"), Is.False);
        Assert.That(await evaluator.GetPermissionsAsync("alice"), Is.EqualTo(new[] { "reports:read", "reports:write" }));
        Assert.That(await host.Get<ISubjectRoles>().GetRolesAsync("alice", default), Is.EqualTo(new[] { "reader", "writer" }));
        Assert.That(await host.Get<ISubjectRoles>().GetRolesAsync("nobody", default), Is.Empty);
    }

    [Test]
    public async Task Roles_RefuseWildcardsAndCircles()
    {
        await using var host = await HostAsync();
        var roles = host.Get<RoleManager>();

        Assert.That(await roles.SaveRoleAsync(new Role("all", ["*:*"], [])), Is.InstanceOf<RoleOutcome.Refused>());
        var circle = await roles.SaveRoleAsync(new Role("reader", [], ["writer"]));
        Assert.That(((RoleOutcome.Refused)circle).Problems.Single().Code, Is.EqualTo("cycle"));
        Assert.That(await roles.AssignAsync(new RoleAssignmentRequest("alice", "missing")), Is.InstanceOf<RoleOutcome.Refused>());
    }

    [Test]
    public async Task AScopedAssignment_HoldsInItsScopeOnly()
    {
        await using var host = await HostAsync();
        await AssignAsync(host, "alice", "reader", r => r with { Scope = "project:42" });
        var evaluator = host.Get<PermissionEvaluator>();

        Assert.That(await evaluator.HasPermissionAsync("alice", "reports:read", "project:42"), Is.True);
        Assert.That(await evaluator.HasPermissionAsync("alice", "reports:read", "project:4"), Is.False);
        Assert.That(await evaluator.HasPermissionAsync("alice", "reports:read", "PROJECT:42"), Is.False);
        Assert.That(await evaluator.HasPermissionAsync("alice", "reports:read"), Is.False, "everywhere is more than one scope");
    }

    [Test]
    public async Task AnExpiringAssignment_EndsByItself()
    {
        await using var host = await HostAsync();
        await AssignAsync(host, "alice", "reader", r => r with { ExpiresAt = host.Clock.GetUtcNow().AddHours(1) });
        var evaluator = host.Get<PermissionEvaluator>();
        Assert.That(await evaluator.HasPermissionAsync("alice", "reports:read"), Is.True);

        host.Clock.Advance(TimeSpan.FromHours(1));

        Assert.That(await evaluator.HasPermissionAsync("alice", "reports:read"), Is.False);
        Assert.That(await evaluator.GetRolesAsync("alice", default), Is.Empty);
    }

    [Test]
    public async Task AConditionNobodyKnows_IsRefused_AndDeniesWhereItIsStored()
    {
        await using var host = await HostAsync();
        var condition = new AssignmentCondition("moon_phase", new Dictionary<string, string>());

        Assert.That(
            await host.Get<RoleManager>().AssignAsync(new RoleAssignmentRequest("alice", "reader") { Conditions = [condition] }),
            Is.InstanceOf<RoleOutcome.Refused>());
        await StoreAsync(host, "alice", condition);

        Assert.That(await host.Get<PermissionEvaluator>().HasPermissionAsync("alice", "reports:read"), Is.False);
    }

    [Test]
    public async Task AConditionWithParametersThatMakeNoSense_Denies()
    {
        await using var host = await HostAsync();
        await StoreAsync(host, "a", new AssignmentCondition("network", new Dictionary<string, string> { ["cidr"] = "everywhere" }));
        await StoreAsync(host, "b", new AssignmentCondition("time", new Dictionary<string, string> { ["from"] = "25:00", ["to"] = "26:00" }));
        await StoreAsync(host, "c", new AssignmentCondition("attribute", new Dictionary<string, string>()));
        await StoreAsync(host, "d", new AssignmentCondition("network", new Dictionary<string, string>()));

        foreach (var subject in new[] { "a", "b", "c", "d" })
        {
            Assert.That(await host.Get<PermissionEvaluator>().HasPermissionAsync(subject, "reports:read"), Is.False, subject);
        }
    }

    [Test]
    public async Task AConditionThatThrows_Denies()
    {
        await using var host = await HostAsync(kit => kit.Services.AddSingleton<IConditionType, FailingCondition>());
        await AssignAsync(host, "alice", "reader", r => r with { Conditions = [new AssignmentCondition("failing", new Dictionary<string, string>())] });

        Assert.That(await host.Get<PermissionEvaluator>().HasPermissionAsync("alice", "reports:read"), Is.False);
    }

    [TestCase("10.1.2.3", true)]
    [TestCase("::ffff:10.1.2.3", true)]
    [TestCase("192.0.2.1", false)]
    [TestCase(null, false)]
    public async Task ANetworkCondition_GoesByTheOperationsAddress(string? address, bool isGranted)
    {
        await using var host = await HostAsync();
        await AssignAsync(host, "alice", "reader", r => r with
        {
            Conditions = [new AssignmentCondition("network", new Dictionary<string, string> { ["cidr"] = "10.0.0.0/8, 2001:db8::/32" })],
        });
        host.Get<IOperationContextAccessor>().Current = new OperationContext { RemoteAddress = address is null ? null : IPAddress.Parse(address) };

        Assert.That(await host.Get<PermissionEvaluator>().HasPermissionAsync("alice", "reports:read"), Is.EqualTo(isGranted));
    }

    [Test]
    public async Task AnAttributeCondition_GoesByWhatTheHostVouchesFor()
    {
        await using var host = await HostAsync();
        await AssignAsync(host, "alice", "reader", r => r with
        {
            Conditions = [new AssignmentCondition("attribute", new Dictionary<string, string> { ["name"] = "department", ["values"] = "audit, legal" })],
        });
        var evaluator = host.Get<PermissionEvaluator>();

        Assert.That((await evaluator.EvaluateAsync("alice", "reports:read", null, new Dictionary<string, string> { ["department"] = "legal" })).IsGranted, Is.True);
        Assert.That((await evaluator.EvaluateAsync("alice", "reports:read", null, new Dictionary<string, string> { ["department"] = "sales" })).IsGranted, Is.False);
        Assert.That((await evaluator.EvaluateAsync("alice", "reports:read", null, null)).IsGranted, Is.False);
    }

    [TestCase("2026-01-05T08:59:00Z", false)]
    [TestCase("2026-01-05T09:00:00Z", true)]
    [TestCase("2026-01-05T16:59:00Z", true)]
    [TestCase("2026-01-05T17:00:00Z", false)]
    [TestCase("2026-01-10T12:00:00Z", false, Description = "a Saturday")]
    public void ATimeCondition_HoldsInItsHours(string now, bool holds)
    {
        var test = new TimeCondition().Compile(new Dictionary<string, string> { ["from"] = "09:00", ["to"] = "17:00", ["days"] = "mon,tue,wed,thu,fri" });

        Assert.That(test!(new PermissionContext { Now = DateTimeOffset.Parse(now) }), Is.EqualTo(holds));
    }

    [TestCase("2026-01-09T23:00:00Z", true, Description = "Friday night")]
    [TestCase("2026-01-10T04:00:00Z", true, Description = "Saturday morning belongs to Friday's span")]
    [TestCase("2026-01-10T23:00:00Z", false)]
    [TestCase("2026-01-09T04:00:00Z", false, Description = "Friday morning belongs to Thursday's span")]
    public void ATimeConditionOverMidnight_GoesByTheDayItBegan(string now, bool holds)
    {
        var test = new TimeCondition().Compile(new Dictionary<string, string> { ["from"] = "22:00", ["to"] = "06:00", ["days"] = "fri" });

        Assert.That(test!(new PermissionContext { Now = DateTimeOffset.Parse(now) }), Is.EqualTo(holds));
    }

    [Test]
    public void ATimeCondition_GoesByItsZone()
    {
        var test = new TimeCondition().Compile(new Dictionary<string, string> { ["from"] = "09:00", ["to"] = "17:00", ["zone"] = "America/New_York" });

        Assert.That(test!(new PermissionContext { Now = DateTimeOffset.Parse("2026-01-05T14:00:00Z") }), Is.True);
        Assert.That(test(new PermissionContext { Now = DateTimeOffset.Parse("2026-01-05T13:59:00Z") }), Is.False);
    }

    [Test]
    public async Task ARoleRemovedOnOneNode_StopsWorkingOnAnother_WithinASecond_WithoutTheFeed()
    {
        var store = new InMemoryRoleStore();
        await using var one = await HostAsync(kit => kit.Services.AddSingleton<IRoleStore>(store));
        await using var two = new IdentityHost(build: kit => kit.Services.AddSingleton<IRoleStore>(store));
        var assignment = await AssignAsync(one, "alice", "reader");
        Assert.That(await two.Get<PermissionEvaluator>().HasPermissionAsync("alice", "reports:read"), Is.True);

        await one.Get<RoleManager>().UnassignAsync("alice", assignment.Id);

        Assert.That(await one.Get<PermissionEvaluator>().HasPermissionAsync("alice", "reports:read"), Is.False, "at once where it was done");
        two.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await two.Get<PermissionEvaluator>().HasPermissionAsync("alice", "reports:read"), Is.False, "the two share the store only");
    }

    [Test]
    public async Task WhileTheStoreIsDown_NothingIsGranted()
    {
        var store = new SwitchedRoleStore();
        await using var host = await HostAsync(kit => kit.Services.AddSingleton<IRoleStore>(store));
        await AssignAsync(host, "alice", "reader");
        var evaluator = host.Get<PermissionEvaluator>();
        Assert.That(await evaluator.HasPermissionAsync("alice", "reports:read"), Is.True);

        store.IsDown = true;
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.ThrowsAsync<StoreUnavailableException>(async () => await evaluator.HasPermissionAsync("alice", "reports:read"));

        store.IsDown = false;
        Assert.That(await evaluator.HasPermissionAsync("alice", "reports:read"), Is.True, "and it comes back by itself");
    }

    [Test]
    public async Task ADeletedRole_GrantsNothing_EvenWhenANewOneTakesItsName()
    {
        await using var host = await HostAsync();
        await AssignAsync(host, "alice", "writer");
        var roles = host.Get<RoleManager>();

        Assert.That(await roles.DeleteRoleAsync("writer"), Is.True);
        await roles.SaveRoleAsync(new Role("writer", ["reports:write"], []));

        Assert.That(await host.Get<PermissionEvaluator>().HasPermissionAsync("alice", "reports:write"), Is.False);
    }

    [Test]
    public async Task Clearance_DecidesByTheOrderOfLevels()
    {
        await using var host = await HostAsync();
        var evaluator = host.Get<PermissionEvaluator>();
        Assert.That(await host.Get<RoleManager>().SetClearanceAsync("alice", SensitivityLevel.Confidential), Is.True);

        Assert.That(await evaluator.HasClearanceAsync("alice", SensitivityLevel.Confidential), Is.True);
        Assert.That(await evaluator.HasClearanceAsync("alice", SensitivityLevel.Restricted), Is.False);
        Assert.That(await evaluator.HasClearanceAsync("nobody", SensitivityLevel.Internal), Is.False);
        Assert.That(await evaluator.HasClearanceAsync("nobody", SensitivityLevel.Public), Is.True);
    }

    [Test]
    public async Task DeletingTheAccount_TakesItsRoles()
    {
        await using var host = await HostAsync();
        var account = await host.RegisterAsync();
        await AssignAsync(host, account.Subject, "reader");

        await host.Accounts.DeleteAsync(account.Subject);
        host.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await host.Get<PermissionEvaluator>().HasPermissionAsync(account.Subject, "reports:read"), Is.False);
    }

    [Test]
    public async Task EveryChange_RaisesAnEvent()
    {
        await using var host = await HostAsync();
        var assignment = await AssignAsync(host, "alice", "reader");
        await host.Get<RoleManager>().UnassignAsync("alice", assignment.Id);
        await host.Get<RoleManager>().SetClearanceAsync("alice", SensitivityLevel.Internal);
        await host.Get<RoleManager>().DeleteRoleAsync("writer");

        Assert.That(host.Events.Select(e => e.Type), Is.EqualTo(new[]
        {
            IdentityEventTypes.RoleSaved, IdentityEventTypes.RoleSaved, IdentityEventTypes.RoleAssigned, IdentityEventTypes.RoleUnassigned,
            IdentityEventTypes.ClearanceChanged, IdentityEventTypes.RoleDeleted,
        }));
    }

    private static async Task<IdentityHost> HostAsync(Action<ISecurityKitBuilder>? build = null)
    {
        var host = new IdentityHost(build: build);
        await host.Get<RoleManager>().SaveRoleAsync(new Role("reader", ["reports:read"], []));
        await host.Get<RoleManager>().SaveRoleAsync(new Role("writer", ["reports:write"], ["reader"]));
        return host;
    }

    private static async Task<RoleAssignment> AssignAsync(
        IdentityHost host, string subject, string role, Func<RoleAssignmentRequest, RoleAssignmentRequest>? change = null)
    {
        var request = new RoleAssignmentRequest(subject, role);
        var outcome = await host.Get<RoleManager>().AssignAsync(change?.Invoke(request) ?? request);
        Assert.That(outcome, Is.InstanceOf<RoleOutcome.Assigned>());
        return ((RoleOutcome.Assigned)outcome).Assignment;
    }

    private static async Task StoreAsync(IdentityHost host, string subject, AssignmentCondition condition)
    {
        await host.Get<IRoleStore>().TryAssignAsync(
            new RoleAssignment { Id = Guid.NewGuid().ToString("N"), Subject = subject, Role = "reader", Conditions = [condition], CreatedAt = host.Clock.GetUtcNow() },
            default);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private sealed class FailingCondition : IConditionType
    {
        public string Name => "failing";

        public Func<PermissionContext, bool>? Compile(IReadOnlyDictionary<string, string> parameters) =>
            _ => throw new InvalidOperationException("a host's mistake");
    }
}
