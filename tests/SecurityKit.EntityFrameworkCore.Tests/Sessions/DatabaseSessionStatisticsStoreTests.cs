using SecurityKit.Sessions;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class DatabaseSessionStatisticsStoreTests(DatabaseProvider provider) : SessionStatisticsStoreContract
{
    private readonly ManualClock _clock = new();
    private readonly List<TestDatabase> _databases = [];

    protected override DateTimeOffset Now => _clock.GetUtcNow();

    protected override async Task<(ISessionStore Sessions, ISessionStatisticsStore Statistics)> OpenAsync()
    {
        var database = await TestDatabase.CreateAsync(provider, _clock);
        _databases.Add(database);
        return (database.Get<ISessionStore>(), database.Get<ISessionStatisticsStore>());
    }

    [TearDown]
    public async Task DropDatabases()
    {
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }

        _databases.Clear();
    }

    [Test]
    public async Task HoursThatAreOver_AreForgotten()
    {
        var (_, statistics) = await OpenAsync();
        await statistics.AddAsync(new SessionTally(SessionTally.HourOf(Now) - SessionTally.Retention - TimeSpan.FromHours(1), new Dictionary<string, long> { ["a"] = 1 }), default);
        await statistics.AddAsync(new SessionTally(SessionTally.HourOf(Now), new Dictionary<string, long> { ["a"] = 1 }), default);

        Assert.That(await statistics.RemoveExpiredAsync(default), Is.EqualTo(1));
        Assert.That(await statistics.ReadAsync(Now, Now, default), Has.Count.EqualTo(1));
    }
}
