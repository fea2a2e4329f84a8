using SecurityKit.Sessions;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture]
public sealed class TwoProcessSignInTests
{
    [TestCase(DatabaseProvider.Sqlite)]
    [TestCase(DatabaseProvider.PostgreSql)]
    public async Task FiveHundredSignInsFromTwoProcesses_LeaveExactlyTen_AndNeverShowMore(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var name = provider == DatabaseProvider.Sqlite ? "sqlite" : "postgresql";

        var results = await SignInProcess.RunTwoAsync(name, database.ConnectionString, "ada", 250);

        var left = await database.Get<ISessionStore>().ListAsync("ada", default);
        Assert.Multiple(() =>
        {
            Assert.That(results.Sum(r => r.Created), Is.EqualTo(500));
            Assert.That(results.Max(r => r.MostSeen), Is.LessThanOrEqualTo(10));
            Assert.That(left, Has.Count.EqualTo(10));
        });
    }
}
