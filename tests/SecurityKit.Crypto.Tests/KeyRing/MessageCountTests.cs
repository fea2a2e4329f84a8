using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests;

/// <summary>The bound on messages per key holds over all nodes, and is met by rotating in time.</summary>
public sealed class MessageCountTests
{
    private const int MaxMessages = 1024;

    private readonly byte[] _masterKey = TestCrypto.NewMasterKey();
    private ManualClock _clock = null!;
    private InMemoryKeyRingStore _store = null!;

    [SetUp]
    public void Create() => (_clock, _store) = (new ManualClock(), new InMemoryKeyRingStore());

    [Test]
    public async Task No_key_encrypts_more_messages_than_it_may_whatever_the_nodes_do()
    {
        await using var first = await NodeAsync();
        await using var second = await NodeAsync();
        var perKey = new Dictionary<string, int>(StringComparer.Ordinal);
        var refused = 0;
        for (var i = 0; i < 6 * MaxMessages; i++)
        {
            var node = i % 2 == 0 ? first : second;
            try
            {
                var key = Convert.ToHexString(node.Encryptor.Encrypt([1]).AsSpan(EnvelopeFormat.KeyIdOffset, KeyId.SizeBytes));
                perKey[key] = perKey.GetValueOrDefault(key) + 1;
            }
            catch (KeyExhaustedException)
            {
                refused++;
                await first.KeyRings.MaintainAsync();
                await second.KeyRings.MaintainAsync();
                _clock.Advance(TimeSpan.FromSeconds(30));
            }
        }

        TestContext.Out.WriteLine($"{perKey.Count} keys, {refused} refused, at most {perKey.Values.Max()} messages under one");
        Assert.That(perKey.Values, Is.All.LessThanOrEqualTo(MaxMessages));
        Assert.That(perKey, Has.Count.GreaterThan(3), "it rotated by count, long before its age asked for it");
    }

    [Test]
    public async Task At_half_of_the_messages_the_next_key_is_announced()
    {
        await using var node = await NodeAsync();
        var active = (await node.KeyRings.GetStatusAsync()).CurrentKeyId;
        await _store.ReserveMessagesAsync(KeyRingNames.Data, active, (MaxMessages / 2) - 2, CancellationToken.None);
        await node.KeyRings.MaintainAsync();
        Assert.That((await node.KeyRings.GetStatusAsync()).Keys, Has.Count.EqualTo(1));

        await _store.ReserveMessagesAsync(KeyRingNames.Data, active, 2, CancellationToken.None);
        await node.KeyRings.MaintainAsync();

        var status = await node.KeyRings.GetStatusAsync();
        Assert.That(status.Keys[0], Has.Property("State").EqualTo(KeyState.Pending).And.Property("Reason").EqualTo("message_count"));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That((await node.KeyRings.GetStatusAsync()).CurrentVersion, Is.EqualTo(2));
    }

    [Test]
    public async Task A_key_whose_nonces_cannot_collide_is_not_counted()
    {
        await using var node = await NodeAsync(EncryptionAlgorithm.XAes256Gcm);
        for (var i = 0; i < 3 * MaxMessages; i++)
        {
            node.Encryptor.Encrypt([1]);
        }

        await node.KeyRings.MaintainAsync();
        Assert.That((await node.KeyRings.GetStatusAsync()).Keys, Has.Count.EqualTo(1));
    }

    private Task<TestCrypto> NodeAsync(EncryptionAlgorithm algorithm = EncryptionAlgorithm.Aes256Gcm) => TestCrypto.CreateAsync(
        _clock, o => (o.DataRing.MaxMessagesPerKey, o.DataRing.Algorithm) = (MaxMessages, algorithm),
        s => s.AddSingleton<IKeyRingStore>(_store), _masterKey);
}
