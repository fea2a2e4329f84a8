using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests;

[TestFixture]
public class RedisSubjectKeyStoreTests : SubjectKeyStoreContract
{
    private RedisNode _node = null!;

    [OneTimeSetUp]
    public void Connect() => _node = RedisNode.Create(Address(), configure: kit => kit.KeepSubjectKeysInRedis().AddTestCrypto().AddSubjectEncryption());

    [OneTimeTearDown]
    public async Task Disconnect() => await _node.DisposeAsync();

    [Test]
    public void Subjects_keys_are_kept_in_Redis_only_when_it_was_said_by_name()
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().UseRedis(Address()).AddTestCrypto().AddSubjectEncryption();
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<ISubjectKeyStore>(), Is.TypeOf<InMemorySubjectKeyStore>());
        Assert.That(_node.Get<ISubjectKeyStore>(), Is.TypeOf<RedisSubjectKeyStore>());
    }

    [Test]
    public async Task What_is_kept_never_expires()
    {
        var handle = "ace" + new string('0', 61);
        await Store.TrySaveAsync(handle, 0, new byte[] { 1 }, CancellationToken.None);
        var key = (await _node.KeysAsync()).Single(k => k.Contains("{ace}", StringComparison.Ordinal));

        Assert.That(await _node.DoAsync(database => database.KeyTimeToLiveAsync(key)), Is.Null);
    }

    [Test]
    public void A_handle_that_is_none_is_refused() =>
        Assert.That(async () => await Store.LoadAsync("xyz", CancellationToken.None), Throws.ArgumentException);

    [Test]
    public async Task A_field_that_the_kit_did_not_write_is_refused()
    {
        var handle = "bad" + new string('0', 61);
        await using var node = RedisNode.Create(Address(), configure: kit => kit.KeepSubjectKeysInRedis());
        await node.DoAsync(database => database.HashSetAsync(node.Keyspace.Key(RedisSubjectKeyStore.Area, "bad"), handle, "no revision"));

        Assert.That(async () => await node.Get<ISubjectKeyStore>().LoadAsync(handle, CancellationToken.None), Throws.TypeOf<SecurityKitException>());
    }

    protected virtual string Address() => RedisServer.Shared.ConnectionString;

    protected override ValueTask<ISubjectKeyStore> CreateStoreAsync() => ValueTask.FromResult(_node.Get<ISubjectKeyStore>());
}
