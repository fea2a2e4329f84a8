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

    [Test]
    public async Task Of_parallel_revocations_one_counts_and_none_of_the_uses_after_it_is_trusted()
    {
        var (device, hash) = await AddAsync();
        var calls = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () => i % 2 == 0
            ? await _store.RemoveAsync(_subject, device.Id, default)
            : await _store.TryUseAsync(_subject, hash, Start, default) is null)));
        Assert.Multiple(async () =>
        {
            Assert.That(calls.Where((_, i) => i % 2 == 0).Count(isRemoved => isRemoved), Is.EqualTo(1));
            Assert.That(await _store.TryUseAsync(_subject, hash, Start, default), Is.Null);
            Assert.That(await _store.ListAsync(_subject, Start, default), Is.Empty);
        });
    }

    [Test]
    public async Task Parallel_uses_of_one_device_are_all_trusted_and_keep_it_once()
    {
        var (device, hash) = await AddAsync();
        var uses = await Task.WhenAll(Enumerable.Range(0, 40).Select(
            i => Task.Run(async () => await _store.TryUseAsync(_subject, hash, Start.AddSeconds(i), default))));
        Assert.That(uses.Select(used => used?.Id), Is.All.EqualTo(device.Id));
        Assert.That(await _store.ListAsync(_subject, Start, default), Has.Count.EqualTo(1));
    }

    private async Task<(TrustedDevice Device, byte[] Hash)> AddAsync()
    {
        var device = new TrustedDevice(Guid.NewGuid().ToString("N"), _subject, "Firefox – Büro", Start, null, Start.AddDays(30));
        var hash = RandomNumberGenerator.GetBytes(32);
        await _store.AddAsync(device, hash, default);
        return (device, hash);
    }
}
