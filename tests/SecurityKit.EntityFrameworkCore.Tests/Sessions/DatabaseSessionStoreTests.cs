using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Sessions;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class DatabaseSessionStoreTests(DatabaseProvider provider) : SessionStoreContract
{
    private readonly ManualClock _clock = new();
    private readonly List<ServiceProvider> _nodes = [];
    private TestDatabase _database = null!;

    protected override DateTimeOffset Now => _clock.GetUtcNow();

    [OneTimeSetUp]
    public async Task CreateDatabase() => _database = await TestDatabase.CreateAsync(provider, _clock);

    [OneTimeTearDown]
    public async Task DropDatabase()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    protected override Task<ISessionStore> OpenAsync() => Task.FromResult(_database.Get<ISessionStore>());

    protected override ISessionStore OpenAnotherNode()
    {
        var node = _database.AnotherNode(_clock);
        _nodes.Add(node);
        return node.GetRequiredService<ISessionStore>();
    }

    /// <summary>
    /// As many as a few seconds allow, from parallel callers; a deletion by time does not ask how many rows there are, so that a million leave no
    /// more behind than these.
    /// </summary>
    [Test]
    public async Task ManySessionsThatAreOver_LeaveNoRowBehind()
    {
        const int count = 1500;
        await using var database = await TestDatabase.CreateAsync(provider, _clock);
        var store = database.Get<ISessionStore>();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, token) =>
        {
            var session = SessionSample.Session($"subject-{i / 20}", Now, isRenewable: i % 2 == 0);
            await store.CreateAsync(SessionSample.Draft(session), new SessionLimit(10, SessionLimitAction.EvictOldest), token);
        });
        Assert.That((await database.Get<ISessionStatisticsStore>().CountAsync(default)).Active, Is.EqualTo(count / 2));
        _clock.Advance(SessionSample.Renewable);

        Assert.That(await store.RemoveExpiredAsync(default), Is.EqualTo(count / 2), "the others were evicted");

        await using var context = await database.Contexts.CreateDbContextAsync();
        Assert.That(await context.Set<SessionEntity>().CountAsync() + await context.Set<SessionSubjectEntity>().CountAsync(), Is.Zero);
    }

    [Test]
    public async Task SessionsThatAreOver_LeaveNoRowBehind()
    {
        await using var database = await TestDatabase.CreateAsync(provider, _clock);
        var store = database.Get<ISessionStore>();
        for (var i = 0; i < 50; i++)
        {
            var session = SessionSample.Session($"subject-{i % 20}", Now, isRenewable: i % 2 == 0);
            await store.CreateAsync(SessionSample.Draft(session), new SessionLimit(10, SessionLimitAction.EvictOldest), default);
            await store.RevokeTokenAsync(session.Id, "token", Now + TimeSpan.FromMinutes(30), default);
        }

        await store.RevokeAllAsync("subject-1", null, Now, SessionSample.Lifetime, default);
        _clock.Advance(SessionSample.Renewable);

        var removed = await store.RemoveExpiredAsync(default);

        await using var context = await database.Contexts.CreateDbContextAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(removed, Is.EqualTo(47));
            Assert.That(await context.Set<SessionEntity>().CountAsync(), Is.Zero);
            Assert.That(await context.Set<SessionSubjectEntity>().CountAsync(), Is.Zero);
            Assert.That(await context.Set<RevokedTokenEntity>().CountAsync(), Is.Zero);
        });
    }
}
