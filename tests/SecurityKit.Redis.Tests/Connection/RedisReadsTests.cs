using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;
using StackExchange.Redis;

namespace SecurityKit.Redis.Tests;

/// <summary>Reads that go together give each caller its own answer, no older than its question.</summary>
[TestFixture]
public class RedisReadsTests
{
    private RedisNode _node = null!;

    private RedisReads Reads => _node.Get<RedisReads>();

    protected virtual string Address() => RedisServer.Shared.ConnectionString;

    [SetUp]
    public void OpenNode() => _node = RedisNode.Create(Address());

    [TearDown]
    public async Task CloseNode() => await _node.DisposeAsync();

    [Test]
    public async Task ManyReadsAtOnce_GetEachItsOwnValue()
    {
        for (var i = 0; i < 300; i += 2)
        {
            await _node.DoAsync(database => database.StringSetAsync(Key(i), i));
        }

        var values = await Parallelism.RunAsync(3000, async i => (i % 300, Value: await Reads.GetAsync(Key(i % 300), default)));

        Assert.That(values.Where(v => v.Item1 % 2 == 0).All(v => (int)v.Value == v.Item1), Is.True);
        Assert.That(values.Where(v => v.Item1 % 2 == 1).All(v => v.Value.IsNull), Is.True);
    }

    /// <summary>What revocation rests on: once a change was answered, no read that begins afterwards may still see the old value.</summary>
    [Test]
    public async Task ReadThatBeginsAfterAChange_NeverSeesWhatWasBefore()
    {
        using var isDone = new CancellationTokenSource();
        var noise = Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () =>
        {
            while (!isDone.IsCancellationRequested)
            {
                await Reads.GetAsync(Key(i % 2), default);
            }
        })));
        for (var round = 1; round <= 300; round++)
        {
            await _node.DoAsync(database => database.StringSetAsync(Key(0), round));
            Assert.That((int)await Reads.GetAsync(Key(0), default), Is.EqualTo(round));
        }

        await isDone.CancelAsync();
        await noise;
    }

    [Test]
    public async Task CallerThatGivesUp_LeavesTheOthersAlone()
    {
        await _node.DoAsync(database => database.StringSetAsync(Key(0), "value"));
        using var givenUp = new CancellationTokenSource();
        await givenUp.CancelAsync();

        var values = await Parallelism.RunAsync(200, async i =>
        {
            if (i % 2 == 0)
            {
                return (string?)await Reads.GetAsync(Key(0), default);
            }

            Assert.That(async () => await Reads.GetAsync(Key(0), givenUp.Token), Throws.InstanceOf<OperationCanceledException>());
            return "value";
        });

        Assert.That(values, Is.All.EqualTo("value"));
    }

    private RedisKey Key(int i) => _node.Keyspace.Key("reads", "k" + i.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
