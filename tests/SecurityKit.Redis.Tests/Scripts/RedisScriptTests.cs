using SecurityKit.Testing;
using StackExchange.Redis;

namespace SecurityKit.Redis.Tests;

[TestFixture]
[NonParallelizable]
public sealed class RedisScriptTests
{
    private static readonly RedisScript Increment = new("return redis.call('INCRBY', KEYS[1], ARGV[1])");

    private RedisServer _server = null!;
    private RedisNode _node = null!;

    [OneTimeSetUp]
    public void Connect()
    {
        _server = RedisServer.Start();
        _node = RedisNode.Create(_server.ConnectionString);
    }

    [OneTimeTearDown]
    public async Task Disconnect()
    {
        await _node.DisposeAsync();
        _server.Dispose();
    }

    [Test]
    public async Task Run_AfterScriptFlush_LoadsTheScriptAgainAndRunsItOnce()
    {
        var key = _node.Keyspace.Key("test", "flush");
        Assert.That((int)await Increment.RunAsync(_node.Connection, [key], [1], default), Is.EqualTo(1));

        await _node.DoAsync(database => database.ExecuteAsync("SCRIPT", "FLUSH"));

        Assert.That((int)await Increment.RunAsync(_node.Connection, [key], [1], default), Is.EqualTo(2));
        Assert.That((int)await Increment.RunAsync(_node.Connection, [key], [1], default), Is.EqualTo(3));
    }

    [Test]
    public async Task ParallelRuns_AroundRepeatedFlushes_RunEachExactlyOnce()
    {
        var key = _node.Keyspace.Key("test", "flush-parallel");

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            if (i % 20 == 0)
            {
                await _node.DoAsync(database => database.ExecuteAsync("SCRIPT", "FLUSH"));
            }

            await Increment.RunAsync(_node.Connection, [key], [1], default);
        })));

        Assert.That((int)await _node.DoAsync(database => database.StringGetAsync(key)), Is.EqualTo(200));
    }

    [Test]
    public void Run_WithKeysOfDifferentSlots_IsMisuse()
    {
        RedisKey[] keys = [_node.Keyspace.Key("test", "one"), _node.Keyspace.Key("test", "two")];

        Assert.That(async () => await Increment.RunAsync(_node.Connection, keys, [1], default), Throws.InvalidOperationException);
    }

    [TestCase("plain")]
    [TestCase("}odd{")]
    [TestCase("{}")]
    [TestCase("{a}b")]
    [TestCase("%7B")]
    public async Task KeysOfOneId_ShareASlotWhateverTheIdHolds(string id)
    {
        RedisKey[] keys = [_node.Keyspace.Key("test", id), _node.Keyspace.Key("other", id, ":part")];

        Assert.That((int)await Increment.RunAsync(_node.Connection, keys, [1], default), Is.EqualTo(1));
        Assert.That((string)keys[0]!, Does.Contain("{").And.Contain("}"));
        await _node.DoAsync(database => database.KeyDeleteAsync(keys[0]));
    }

    [Test]
    public void IdsThatDiffer_HaveKeysThatDiffer()
    {
        string[] ids = ["{", "%7B", "}", "%7D", "%", "%25", "%257B", "a", "A"];

        Assert.That(ids.Select(id => (string)_node.Keyspace.Key("test", id)!), Is.Unique);
    }

    [Test]
    public void MistakeInAScript_IsNotTakenForAnOutage()
    {
        var broken = new RedisScript("return redis.call('NOSUCHCOMMAND', KEYS[1])");

        Assert.That(
            async () => await broken.RunAsync(_node.Connection, [_node.Keyspace.Key("test", "x")], [], default),
            Throws.InstanceOf<RedisServerException>());
    }
}
