using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests;

/// <summary>What keeps an operator from locking everybody out, and which cipher a ring uses.</summary>
public sealed class KeyProtectionTests
{
    [Test]
    public async Task The_primary_key_of_no_ring_can_be_revoked_or_destroyed_without_a_replacement()
    {
        await using var crypto = await TestCrypto.CreateAsync(new ManualClock(), o => o.AddRing("passwords"));
        foreach (var ring in crypto.KeyRings.Rings)
        {
            var id = (await crypto.KeyRings.GetStatusAsync(ring)).CurrentKeyId;
            Assert.That(await crypto.KeyRings.RevokeAsync(ring, id, "slip"), Is.EqualTo(KeyChange.NeedsSuccessor), ring);
            Assert.That(await crypto.KeyRings.DestroyAsync(ring, id, "slip"), Is.EqualTo(KeyChange.StillUsable), ring);
            Assert.That((await crypto.KeyRings.GetStatusAsync(ring)).CurrentKeyId, Is.EqualTo(id), ring);
        }
    }

    [Test]
    public async Task An_announced_key_and_one_in_grace_are_not_destroyed_before_they_are_revoked()
    {
        var clock = new ManualClock();
        await using var crypto = await TestCrypto.CreateAsync(clock);
        var first = (await crypto.KeyRings.GetStatusAsync()).CurrentKeyId;
        var next = await crypto.KeyRings.RotateAsync(KeyRingNames.Data, "test");
        Assert.That(await crypto.KeyRings.DestroyAsync(KeyRingNames.Data, next.Id, "slip"), Is.EqualTo(KeyChange.StillUsable));
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(await crypto.KeyRings.DestroyAsync(KeyRingNames.Data, first, "slip"), Is.EqualTo(KeyChange.StillUsable));
    }

    [Test]
    public async Task Each_ring_has_the_cipher_it_was_given_and_a_change_applies_to_keys_made_from_then_on()
    {
        var clock = new ManualClock();
        var store = new InMemoryKeyRingStore();
        var masterKey = TestCrypto.NewMasterKey();
        byte[] old;
        await using (var before = await HostAsync(EncryptionAlgorithm.Aes256Gcm))
        {
            old = EncryptorOf(before, "files").Encrypt([1]);
            Assert.That((old[1], before.Encryptor.Encrypt([1])[1]), Is.EqualTo(((byte)EncryptionAlgorithm.Aes256Gcm, (byte)EncryptionAlgorithm.Aes256Gcm)));
        }

        await using var after = await HostAsync(EncryptionAlgorithm.XAes256Gcm);
        Assert.That(EncryptorOf(after, "files").Encrypt([1])[1], Is.EqualTo((byte)EncryptionAlgorithm.Aes256Gcm), "the present key keeps its cipher");
        await after.KeyRings.RotateAsync("files", "cipher");
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(EncryptorOf(after, "files").Encrypt([1])[1], Is.EqualTo((byte)EncryptionAlgorithm.XAes256Gcm));
        Assert.That(EncryptorOf(after, "files").Decrypt(old), Is.EqualTo(new byte[] { 1 }));
        Assert.That(after.Encryptor.Encrypt([1])[1], Is.EqualTo((byte)EncryptionAlgorithm.Aes256Gcm), "another ring");

        Task<TestCrypto> HostAsync(EncryptionAlgorithm algorithm) => TestCrypto.CreateAsync(
            clock, o => o.AddRing("files", r => r.Algorithm = algorithm), s => s.AddSingleton<IKeyRingStore>(store), masterKey);
    }

    [Test]
    public async Task Every_change_raises_an_event_that_names_the_key_and_holds_none()
    {
        var clock = new ManualClock();
        var sink = new RecordingSink();
        await using var crypto = await TestCrypto.CreateAsync(clock, services: s => s.AddSingleton<ISecurityEventSink>(sink));
        var first = (await crypto.KeyRings.GetStatusAsync()).CurrentKeyId;
        await crypto.KeyRings.RevokeAsync(KeyRingNames.Data, first, "slip");
        await crypto.KeyRings.RotateAsync(KeyRingNames.Data, "leak");
        await crypto.KeyRings.RevokeAsync(KeyRingNames.Data, first, "leak");
        await crypto.KeyRings.DestroyAsync(KeyRingNames.Data, first, "leak");

        var ofTheRing = sink.Events.Where(e => e.Data["ring"] == KeyRingNames.Data).ToArray();
        Assert.That(ofTheRing.Select(e => e.Type), Is.EqualTo(new[]
        {
            CryptoEventTypes.KeyCreated, CryptoEventTypes.KeyChangeRefused, CryptoEventTypes.KeyCreated, CryptoEventTypes.KeyRevoked, CryptoEventTypes.KeyDestroyed,
        }));
        Assert.That(ofTheRing[^1].Data["keyId"], Is.EqualTo(first));
        Assert.That(ofTheRing[^1].Reason, Is.EqualTo("leak"));
    }

    private static IEncryptor EncryptorOf(TestCrypto crypto, string ring) => crypto.Services.GetRequiredService<IEncryptorProvider>().ForRing(ring);

    private sealed class RecordingSink : ISecurityEventSink
    {
        public List<SecurityEvent> Events { get; } = [];

        public SecurityEventStage Stage => SecurityEventStage.Record;

        public ValueTask WriteAsync(SecurityEvent securityEvent, CancellationToken cancellationToken)
        {
            Events.Add(securityEvent);
            return ValueTask.CompletedTask;
        }
    }
}
