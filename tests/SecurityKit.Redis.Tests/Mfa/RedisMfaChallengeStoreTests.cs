using SecurityKit.Mfa;
using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests.Mfa;

[TestFixture]
public sealed class RedisMfaChallengeStoreTests : MfaChallengeStoreContract
{
    private RedisNode _node = null!;

    [OneTimeSetUp]
    public void Connect() => _node = RedisNode.Create();

    [OneTimeTearDown]
    public async Task Disconnect() => await _node.DisposeAsync();

    [Test]
    public async Task A_challenge_made_after_a_removal_is_open()
    {
        var store = _node.Get<IMfaChallengeStore>();
        await store.RemoveAllAsync("again", default);
        var hash = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);
        await store.AddAsync(new StoredMfaChallenge(hash, "again", [], Start.AddMinutes(10)), Start, default);
        Assert.That(await store.TryCompleteAsync(hash, Start, default), Is.True);
    }

    [Test]
    public async Task Every_key_is_forgotten_by_the_server_itself()
    {
        await using var node = RedisNode.Create();
        var store = node.Get<IMfaChallengeStore>();
        await store.AddAsync(new StoredMfaChallenge(new byte[32], "s", [], Start.AddMinutes(10)), Start, default);
        await store.RemoveAllAsync("s", default);
        var keys = await node.KeysAsync();
        Assert.That(keys, Has.Count.EqualTo(2));
        foreach (var key in keys)
        {
            Assert.That(await node.DoAsync(database => database.KeyTimeToLiveAsync(key)), Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(TimeSpan.FromHours(1)));
        }
    }

    protected override ValueTask<IMfaChallengeStore> CreateStoreAsync() => ValueTask.FromResult(_node.Get<IMfaChallengeStore>());
}
