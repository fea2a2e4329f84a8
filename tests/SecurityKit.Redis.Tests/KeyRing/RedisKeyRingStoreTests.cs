using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests;

[TestFixture]
public class RedisKeyRingStoreTests : KeyRingStoreContract
{
    private RedisNode _node = null!;

    [OneTimeSetUp]
    public void Connect() => _node = RedisNode.Create(Address(), configure: kit => kit.KeepKeyRingsInRedis().AddTestCrypto());

    [OneTimeTearDown]
    public async Task Disconnect() => await _node.DisposeAsync();

    [Test]
    public void Key_rings_are_kept_in_Redis_only_when_it_was_said_by_name()
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().UseRedis(Address()).AddTestCrypto();
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<IKeyRingStore>(), Is.TypeOf<InMemoryKeyRingStore>());
        Assert.That(_node.Get<IKeyRingStore>(), Is.TypeOf<RedisKeyRingStore>());
    }

    [Test]
    public async Task What_is_kept_never_expires()
    {
        await Store.TrySaveAsync("ring-expiry", 0, new byte[] { 1 }, CancellationToken.None);
        var key = (await _node.KeysAsync()).Single(k => k.Contains("ring-expiry", StringComparison.Ordinal));

        Assert.That(await _node.DoAsync(database => database.KeyTimeToLiveAsync(key)), Is.Null);
    }

    protected virtual string Address() => RedisServer.Shared.ConnectionString;

    protected override ValueTask<IKeyRingStore> CreateStoreAsync() => ValueTask.FromResult(_node.Get<IKeyRingStore>());
}
