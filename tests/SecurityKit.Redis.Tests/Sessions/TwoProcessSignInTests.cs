using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Sessions;
using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests;

[TestFixture]
public sealed class TwoProcessSignInTests
{
    [Test]
    public async Task FiveHundredSignInsFromTwoProcesses_LeaveExactlyTen_AndNeverShowMore()
    {
        var subject = $"subject-{Guid.NewGuid():N}";

        var results = await SignInProcess.RunTwoAsync("redis", RedisServer.Shared.ConnectionString, subject, 250);

        await using var node = RedisSessionNode.Create(RedisServer.Shared.ConnectionString, keyPrefix: null);
        var left = await node.GetRequiredService<SessionManager>().ListAsync(subject);
        Assert.Multiple(() =>
        {
            Assert.That(results.Sum(r => r.Created), Is.EqualTo(500));
            Assert.That(results.Max(r => r.MostSeen), Is.LessThanOrEqualTo(10));
            Assert.That(left, Has.Count.EqualTo(10));
        });
    }
}
