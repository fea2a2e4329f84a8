using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests;

/// <summary>Age is a fact of the store, not of a process.</summary>
public sealed class KeyRingAgeTests
{
    private readonly byte[] _masterKey = TestCrypto.NewMasterKey();
    private ManualClock _clock = null!;
    private InMemoryKeyRingStore _store = null!;

    [SetUp]
    public void Create() => (_clock, _store) = (new ManualClock(), new InMemoryKeyRingStore());

    [Test]
    public async Task A_restart_every_day_changes_no_date_and_no_data_is_lost_within_its_grace()
    {
        var envelopes = new List<byte[]>();
        for (var day = 0; day <= 130; day++)
        {
            await using var host = await HostAsync();
            await host.KeyRings.MaintainAsync();
            var status = await host.KeyRings.GetStatusAsync();
            Assert.That(status.CurrentVersion, Is.EqualTo(1 + (day / 30)), $"day {day}");
            Assert.That(status.Age, Is.EqualTo(TimeSpan.FromDays(day % 30)), $"day {day}");
            Assert.That(status.UntilRotation, Is.EqualTo(TimeSpan.FromDays(30 - (day % 30))), $"day {day}");
            Assert.That(status.Keys.Count(k => k.State == KeyState.Pending), Is.EqualTo(day % 30 == 29 ? 1 : 0), $"day {day}");
            Assert.That(status.Keys.Count(k => k.State == KeyState.Active), Is.EqualTo(1), $"day {day}");
            envelopes.Add(host.Encryptor.Encrypt([(byte)day]));
            for (var written = 0; written <= day; written++)
            {
                var supersededAt = ((written / 30) + 1) * 30;
                if (day < supersededAt + 60)
                {
                    Assert.That(host.Encryptor.Decrypt(envelopes[written]), Is.EqualTo(new[] { (byte)written }), $"written {written}, read {day}");
                }
                else
                {
                    Assert.Throws<DecryptionFailedException>(() => host.Encryptor.Decrypt(envelopes[written]), $"written {written}, read {day}");
                }
            }

            _clock.Advance(TimeSpan.FromDays(1));
        }
    }

    [TestCase(29)]
    [TestCase(30)]
    [TestCase(60)]
    public async Task A_host_that_was_off_over_the_date_catches_up_once_every_node_can_know_the_next_key(int days)
    {
        await (await HostAsync()).DisposeAsync();
        _clock.Advance(TimeSpan.FromDays(days));

        await using var host = await HostAsync();
        await host.KeyRings.MaintainAsync();

        var status = await host.KeyRings.GetStatusAsync();
        Assert.That(status.CurrentVersion, Is.EqualTo(1));
        Assert.That(status.Keys.Count(k => k.State == KeyState.Pending), Is.EqualTo(1));
        Assert.That(status.Age, Is.EqualTo(TimeSpan.FromDays(days)), "the age is what it is, however often the host was started");
        _clock.Advance(days < 30 ? TimeSpan.FromDays(1) : TimeSpan.FromMinutes(2));
        Assert.That((await host.KeyRings.GetStatusAsync()).CurrentVersion, Is.EqualTo(2));
    }

    [Test]
    public async Task Grace_ends_by_time_alone_without_a_call_and_without_the_store()
    {
        await using var host = await HostAsync();
        var envelope = host.Encryptor.Encrypt([1]);
        await host.KeyRings.RotateAsync(KeyRingNames.Data, "test");

        _clock.Advance(TimeSpan.FromMinutes(2) + TimeSpan.FromDays(60) - TimeSpan.FromTicks(1));
        Assert.That(host.Encryptor.Decrypt(envelope), Is.EqualTo(new byte[] { 1 }));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Throws<DecryptionFailedException>(() => host.Encryptor.Decrypt(envelope));
    }

    private Task<TestCrypto> HostAsync() =>
        TestCrypto.CreateAsync(_clock, services: s => s.AddSingleton<IKeyRingStore>(_store), masterKey: _masterKey);
}
