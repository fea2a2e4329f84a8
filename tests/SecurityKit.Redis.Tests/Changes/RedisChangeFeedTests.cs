using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests;

[TestFixture]
public class RedisChangeFeedTests : ChangeFeedContract
{
    private RedisNode _node = null!;
    private RedisNode _other = null!;

    protected override IChangeFeed Feed => _node.Get<IChangeFeed>();

    protected override IChangeFeed AnotherNode => _other.Get<IChangeFeed>();

    [OneTimeSetUp]
    public void Connect()
    {
        _node = RedisNode.Create(Address());
        _other = _node.Another();
    }

    [OneTimeTearDown]
    public async Task Disconnect()
    {
        await _other.DisposeAsync();
        await _node.DisposeAsync();
    }

    protected virtual string Address() => RedisServer.Shared.ConnectionString;

    protected override async Task SubscribedAsync()
    {
        using var one = Feed.Subscribe("test.ready", (_, _) => ValueTask.CompletedTask);
        using var other = AnotherNode.Subscribe("test.ready", (_, _) => ValueTask.CompletedTask);
        await ((RedisChangeFeed)Feed).Subscribed.WaitAsync(TimeSpan.FromSeconds(30));
        await ((RedisChangeFeed)AnotherNode).Subscribed.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
