using SecurityKit.Testing;
using StackExchange.Redis;

namespace SecurityKit.Redis.Tests;

[TestFixture]
public class RedisCounterStoreTests : CounterStoreContract
{
    private RedisNode _node = null!;
    private RedisNode _other = null!;

    protected override ICounterStore Store => _node.Get<ICounterStore>();

    protected override ICounterStore AnotherNode => _other.Get<ICounterStore>();

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
    public void Store_IsTheOneInRedis() => Assert.That(Store, Is.TypeOf<RedisCounterStore>());

    [Test]
    public async Task CounterWhoseWindowHasPassed_IsForgottenByTheServerItself()
    {
        var key = NewKey();
        await Store.TryTakeAsync(key, new CounterLimit(5, TimeSpan.FromHours(1)), 2, default);

        var left = await _node.DoAsync(database => database.KeyTimeToLiveAsync(_node.Keyspace.Key(RedisCounterStore.Area, key.ToString())));

        Assert.That(left, Is.GreaterThan(TimeSpan.FromMinutes(58)).And.LessThanOrEqualTo(TimeSpan.FromHours(1)));
    }

    [Test]
    public async Task RefusalAndQuestion_LeaveNoKeyBehind()
    {
        var key = NewKey();
        await Store.TryTakeAsync(key, new CounterLimit(5, TimeSpan.FromHours(1)), 6, default);
        await Store.TryTakeAsync(key, new CounterLimit(5, TimeSpan.FromHours(1)), 0, default);

        Assert.That(await _node.DoAsync(database => database.KeyExistsAsync(_node.Keyspace.Key(RedisCounterStore.Area, key.ToString()))), Is.False);
    }

    protected virtual string Address() => RedisServer.Shared.ConnectionString;

    protected override async Task AdvanceAsync(TimeSpan by)
    {
        const string Shift =
            """
            local times = redis.call('LRANGE', KEYS[1], 0, -1)
            for i, time in ipairs(times) do redis.call('LSET', KEYS[1], i - 1, string.format('%.0f', tonumber(time) - tonumber(ARGV[1]))) end
            return 1
            """;
        foreach (var key in await _node.KeysAsync())
        {
            await _node.DoAsync(database => database.ScriptEvaluateAsync(Shift, [(RedisKey)key], [by.Ticks / TimeSpan.TicksPerMicrosecond]));
        }
    }
}
