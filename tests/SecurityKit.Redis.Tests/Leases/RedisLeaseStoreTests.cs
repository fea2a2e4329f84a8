using SecurityKit.Testing;
using StackExchange.Redis;

namespace SecurityKit.Redis.Tests;

[TestFixture]
public class RedisLeaseStoreTests : LeaseStoreContract
{
    private RedisNode _node = null!;
    private RedisNode _other = null!;

    protected override ILeaseStore Store => _node.Get<ILeaseStore>();

    protected override ILeaseStore AnotherNode => _other.Get<ILeaseStore>();

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

    [Test]
    public async Task FencingToken_RisesAcrossTheLossOfEverything()
    {
        var first = await Store.TryAcquireAsync("test.lost", "a", TimeSpan.FromMinutes(1), default);
        await _node.DoAsync(database => database.KeyDeleteAsync(_node.Keyspace.Key(RedisLeaseStore.Area, "test.lost")));

        var second = await Store.TryAcquireAsync("test.lost", "b", TimeSpan.FromMinutes(1), default);

        Assert.That(second!.FencingToken, Is.GreaterThan(first!.FencingToken));
    }

    [Test]
    public async Task ExpiresAt_IsTheServersTimePlusTheDuration()
    {
        var before = TimeProvider.System.GetUtcNow();
        var lease = await Store.TryAcquireAsync("test.expiry", "a", TimeSpan.FromMinutes(10), default);

        Assert.That(lease!.ExpiresAt - before, Is.GreaterThan(TimeSpan.FromMinutes(9)).And.LessThan(TimeSpan.FromMinutes(12)));
    }

    protected virtual string Address() => RedisServer.Shared.ConnectionString;

    protected override async Task AdvanceAsync(TimeSpan by)
    {
        const string Shift =
            """
            local finish = tonumber(redis.call('HGET', KEYS[1], 'end'))
            redis.call('HSET', KEYS[1], 'end', string.format('%.0f', finish - tonumber(ARGV[1])))
            return 1
            """;
        foreach (var key in await _node.KeysAsync())
        {
            await _node.DoAsync(database => database.ScriptEvaluateAsync(Shift, [(RedisKey)key], [by.Ticks / TimeSpan.TicksPerMicrosecond]));
        }
    }
}
