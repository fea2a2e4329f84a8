using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture]
public sealed class PostgreSqlChangeFeedTests : ChangeFeedContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TestDatabase _database = null!;
    private ServiceProvider _otherNode = null!;

    protected override IChangeFeed Feed => _database.Get<IChangeFeed>();

    protected override IChangeFeed AnotherNode => _otherNode.GetRequiredService<IChangeFeed>();

    [OneTimeSetUp]
    public async Task CreateDatabase()
    {
        _database = await TestDatabase.PostgreSqlAsync();
        _otherNode = _database.AnotherNode();
    }

    [OneTimeTearDown]
    public async Task DropDatabase()
    {
        await _otherNode.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task LostConnection_IsOpenedAgainAndTheGapIsTold()
    {
        var gap = new TaskCompletionSource();
        var cut = false;
        using var subscription = AnotherNode.Subscribe("test.gap", (notice, _) =>
        {
            if (cut && notice.Key.Length == 0)
            {
                gap.TrySetResult();
            }

            return ValueTask.CompletedTask;
        });
        await ((PostgreSqlChangeFeed)AnotherNode).Listening.WaitAsync(Patience);
        cut = true;
        await _database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'");
        await gap.Task.WaitAsync(Patience);

        var arrived = new TaskCompletionSource();
        using var second = AnotherNode.Subscribe("test.after", (notice, _) =>
        {
            arrived.TrySetResult();
            return ValueTask.CompletedTask;
        });
        await Feed.PublishAsync(new ChangeNotice("test.after", "k"), default);

        Assert.DoesNotThrowAsync(() => arrived.Task.WaitAsync(Patience));
    }

    protected override async Task SubscribedAsync()
    {
        using var one = Feed.Subscribe("test.ready", (_, _) => ValueTask.CompletedTask);
        using var other = AnotherNode.Subscribe("test.ready", (_, _) => ValueTask.CompletedTask);
        await ((PostgreSqlChangeFeed)Feed).Listening.WaitAsync(Patience);
        await ((PostgreSqlChangeFeed)AnotherNode).Listening.WaitAsync(Patience);
    }
}
