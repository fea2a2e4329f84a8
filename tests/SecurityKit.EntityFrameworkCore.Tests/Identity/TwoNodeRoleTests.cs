using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.Identity;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

/// <summary>Two nodes on one database, by the real clock: what one takes away, the other refuses a second later at the latest.</summary>
[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class TwoNodeRoleTests(DatabaseProvider provider)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    [TestCase("assignment")]
    [TestCase("role")]
    [TestCase("permission")]
    public async Task ARoleRemovedOnOneNode_StopsWorkingOnAnother_WithinASecond(string what)
    {
        await using var first = await TestDatabase.CreateAsync(provider, configure: static kit => kit.AddTestCrypto().AddIdentity());
        await using var second = first.AnotherNode(configure: static kit => kit.AddTestCrypto().AddIdentity());
        var cache = second.GetServices<IHostedService>().Single(service => service.GetType().Name == "AccessCache");
        await cache.StartAsync(default);
        var roles = first.Get<RoleManager>();
        var evaluator = second.GetRequiredService<PermissionEvaluator>();
        await roles.SaveRoleAsync(new Role("reader", ["orders:read"], []));
        var assigned = (RoleOutcome.Assigned)await roles.AssignAsync(new RoleAssignmentRequest("ada", "reader"));
        await Task.Delay(Limit, TimeProvider.System);
        Assert.That(await evaluator.HasPermissionAsync("ada", "orders:read"), Is.True);

        var isTaken = what switch
        {
            "assignment" => await roles.UnassignAsync("ada", assigned.Assignment.Id),
            "role" => await roles.DeleteRoleAsync("reader"),
            _ => await roles.SaveRoleAsync(new Role("reader", ["orders:list"], [])) is RoleOutcome.Done,
        };
        var since = Stopwatch.GetTimestamp();
        Assert.That(isTaken, Is.True);

        // Asked all the while, so that the snapshot is never refreshed for want of use; at the limit the answer must be no, however busy the machine.
        var isGranted = true;
        while (isGranted && Stopwatch.GetElapsedTime(since) < Limit)
        {
            isGranted = await evaluator.HasPermissionAsync("ada", "orders:read");
        }

        var took = Stopwatch.GetElapsedTime(since);
        Assert.That(await evaluator.HasPermissionAsync("ada", "orders:read"), Is.False);
        TestContext.Out.WriteLine($"{provider}, {what}: refused on the second node after {took.TotalMilliseconds:0} ms");
        await cache.StopAsync(default);
    }
}
