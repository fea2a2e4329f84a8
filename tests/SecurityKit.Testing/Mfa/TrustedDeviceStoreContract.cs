using System.Security.Cryptography;
using SecurityKit.Mfa;

namespace SecurityKit.Testing;

/// <summary>What every <see cref="ITrustedDeviceStore"/> must do.</summary>
public abstract class TrustedDeviceStoreContract
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private ITrustedDeviceStore _store = null!;
    private string _subject = null!;

    protected abstract ValueTask<ITrustedDeviceStore> CreateStoreAsync();

    [SetUp]
    public async Task SetUpStore()
    {
        _store = await CreateStoreAsync();
        _subject = $"subject-{Guid.NewGuid():N}";
    }

    [Test]
    public async Task A_device_is_found_by_its_token_and_its_use_is_noted()
    {
        var (device, hash) = await AddAsync();
        var used = await _store.TryUseAsync(_subject, hash, Start.AddDays(1), default);
        Assert.That(used, Is.EqualTo(device with { LastUsedAt = Start.AddDays(1) }));
        Assert.That(await _store.ListAsync(_subject, Start, default), Is.EqualTo(new[] { used }));
    }

    [Test]
    public async Task Another_subject_or_another_token_finds_nothing()
    {
        var (_, hash) = await AddAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(await _store.TryUseAsync("other", hash, Start, default), Is.Null);
            Assert.That(await _store.TryUseAsync(_subject.ToUpperInvariant(), hash, Start, default), Is.Null);
            Assert.That(await _store.TryUseAsync(_subject, RandomNumberGenerator.GetBytes(32), Start, default), Is.Null);
        });
    }

    [Test]
    public async Task An_expired_device_is_neither_found_nor_listed()
    {
        var (device, hash) = await AddAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(await _store.TryUseAsync(_subject, hash, device.ExpiresAt, default), Is.Null);
            Assert.That(await _store.ListAsync(_subject, device.ExpiresAt, default), Is.Empty);
        });
    }

    [Test]
    public async Task A_revoked_device_is_found_no_more_and_the_others_are()
    {
        var (first, firstHash) = await AddAsync();
        var (second, secondHash) = await AddAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(await _store.RemoveAsync("other", first.Id, default), Is.False);
            Assert.That(await _store.RemoveAsync(_subject, first.Id, default), Is.True);
            Assert.That(await _store.RemoveAsync(_subject, first.Id, default), Is.False);
            Assert.That(await _store.TryUseAsync(_subject, firstHash, Start, default), Is.Null);
            Assert.That((await _store.TryUseAsync(_subject, secondHash, Start, default))?.Id, Is.EqualTo(second.Id));
        });
    }

    [Test]
    public async Task All_devices_of_a_subject_are_revoked_at_once()
    {
        var (_, hash) = await AddAsync();
        await AddAsync();
        Assert.That(await _store.RemoveAllAsync(_subject, default), Is.EqualTo(2));
        Assert.That(await _store.TryUseAsync(_subject, hash, Start, default), Is.Null);
        Assert.That(await _store.RemoveAllAsync(_subject, default), Is.Zero);
    }

    private async Task<(TrustedDevice Device, byte[] Hash)> AddAsync()
    {
        var device = new TrustedDevice(Guid.NewGuid().ToString("N"), _subject, "Firefox – Büro", Start, null, Start.AddDays(30));
        var hash = RandomNumberGenerator.GetBytes(32);
        await _store.AddAsync(device, hash, default);
        return (device, hash);
    }
}
