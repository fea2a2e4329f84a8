using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests;

public sealed class KeyRingManagerTests
{
    private ManualClock _clock = null!;
    private TestCrypto _crypto = null!;

    [SetUp]
    public async Task Create()
    {
        _clock = new ManualClock();
        _crypto = await TestCrypto.CreateAsync(_clock);
    }

    [TearDown]
    public async Task Dispose() => await _crypto.DisposeAsync();

    [Test]
    public async Task A_new_ring_has_one_active_key()
    {
        var status = await _crypto.KeyRings.GetStatusAsync();

        Assert.That(status.CurrentVersion, Is.EqualTo(1));
        Assert.That(status.UntilRotation, Is.EqualTo(TimeSpan.FromDays(30)));
        Assert.That(status.Keys.Single().State, Is.EqualTo(KeyState.Active));
    }

    [Test]
    public async Task The_next_key_is_announced_a_day_ahead_and_takes_over_at_thirty_days()
    {
        _clock.Advance(TimeSpan.FromDays(29) - TimeSpan.FromTicks(1));
        await _crypto.KeyRings.MaintainAsync();
        Assert.That((await _crypto.KeyRings.GetStatusAsync()).Keys, Has.Count.EqualTo(1), "before day 29 nothing is announced");

        _clock.Advance(TimeSpan.FromTicks(1));
        await _crypto.KeyRings.MaintainAsync();
        Assert.That(States(await _crypto.KeyRings.GetStatusAsync()), Is.EqualTo(new[] { KeyState.Pending, KeyState.Active }));

        _clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromTicks(1));
        Assert.That((await _crypto.KeyRings.GetStatusAsync()).CurrentVersion, Is.EqualTo(1), "one tick before day 30");

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.That((await _crypto.KeyRings.GetStatusAsync()).CurrentVersion, Is.EqualTo(2), "day 30");
    }

    [Test]
    public async Task A_superseded_key_decrypts_for_sixty_days_and_not_one_tick_longer()
    {
        var envelope = _crypto.Encryptor.Encrypt([1, 2, 3]);
        _clock.Advance(TimeSpan.FromDays(29));
        await _crypto.KeyRings.MaintainAsync();

        _clock.Advance(TimeSpan.FromDays(61) - TimeSpan.FromTicks(1));
        Assert.That(_crypto.Encryptor.Decrypt(envelope), Is.EqualTo(new byte[] { 1, 2, 3 }));

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Throws<DecryptionFailedException>(() => _crypto.Encryptor.Decrypt(envelope));
        var status = await _crypto.KeyRings.GetStatusAsync();
        Assert.That(status.Keys[^1].State, Is.EqualTo(KeyState.Expired));
    }

    [Test]
    public async Task Rotation_by_hand_rotates_although_nothing_is_due()
    {
        var next = await _crypto.KeyRings.RotateAsync(KeyRingNames.Data, "test");

        Assert.That((next.Version, next.State), Is.EqualTo((2, KeyState.Pending)));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That((await _crypto.KeyRings.GetStatusAsync()).CurrentVersion, Is.EqualTo(2));
    }

    [Test]
    public async Task Rotation_by_hand_lets_an_announced_key_take_over_at_once()
    {
        _clock.Advance(TimeSpan.FromDays(29));
        await _crypto.KeyRings.MaintainAsync();
        _clock.Advance(TimeSpan.FromHours(1));

        var next = await _crypto.KeyRings.RotateAsync(KeyRingNames.Data, "test");

        Assert.That((next.Version, next.State), Is.EqualTo((2, KeyState.Active)));
        Assert.That((await _crypto.KeyRings.GetStatusAsync()).Keys, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task The_active_key_is_not_revoked_without_a_successor()
    {
        var status = await _crypto.KeyRings.GetStatusAsync();

        Assert.That(await _crypto.KeyRings.RevokeAsync(KeyRingNames.Data, status.CurrentKeyId, "leak"), Is.EqualTo(KeyChange.NeedsSuccessor));
        _crypto.Encryptor.Encrypt([1]);
    }

    [Test]
    public async Task A_leaked_active_key_is_out_at_once_after_rotate_and_revoke()
    {
        var envelope = _crypto.Encryptor.Encrypt([1]);
        var leaked = (await _crypto.KeyRings.GetStatusAsync()).CurrentKeyId;

        await _crypto.KeyRings.RotateAsync(KeyRingNames.Data, "leak");
        Assert.That(await _crypto.KeyRings.RevokeAsync(KeyRingNames.Data, leaked, "leak"), Is.EqualTo(KeyChange.Done));

        Assert.Throws<DecryptionFailedException>(() => _crypto.Encryptor.Decrypt(envelope));
        Assert.That((await _crypto.KeyRings.GetStatusAsync()).CurrentVersion, Is.EqualTo(2));
        Assert.That(_crypto.Encryptor.Decrypt(_crypto.Encryptor.Encrypt([2])), Is.EqualTo(new byte[] { 2 }));
        Assert.That(await _crypto.KeyRings.RevokeAsync(KeyRingNames.Data, leaked, "leak"), Is.EqualTo(KeyChange.AlreadyDone));
    }

    [Test]
    public async Task Only_a_key_out_of_use_is_destroyed()
    {
        var id = (await _crypto.KeyRings.GetStatusAsync()).CurrentKeyId;
        Assert.That(await _crypto.KeyRings.DestroyAsync(KeyRingNames.Data, id, "x"), Is.EqualTo(KeyChange.StillUsable));

        await _crypto.KeyRings.RotateAsync(KeyRingNames.Data, "x");
        await _crypto.KeyRings.RevokeAsync(KeyRingNames.Data, id, "x");
        Assert.That(await _crypto.KeyRings.DestroyAsync(KeyRingNames.Data, id, "x"), Is.EqualTo(KeyChange.Done));

        Assert.That((await _crypto.KeyRings.GetStatusAsync()).Keys[^1], Has.Property("State").EqualTo(KeyState.Destroyed).And.Property("KekId").Null);
        Assert.That(await _crypto.KeyRings.DestroyAsync(KeyRingNames.Data, "nope", "x"), Is.EqualTo(KeyChange.NotFound));
    }

    [Test]
    public async Task Signing_keys_are_published_before_they_sign_and_after()
    {
        var first = _crypto.SigningKeys.Current.Active;
        var signature = first.Sign([1, 2]);
        _clock.Advance(TimeSpan.FromDays(29));
        await _crypto.KeyRings.MaintainAsync();
        Assert.That(_crypto.SigningKeys.Current.Published, Has.Count.EqualTo(2));
        Assert.That(_crypto.SigningKeys.Current.Active.Id, Is.EqualTo(first.Id));

        _clock.Advance(TimeSpan.FromDays(1));
        Assert.That(_crypto.SigningKeys.Current.Active.Id, Is.Not.EqualTo(first.Id));
        Assert.That(_crypto.SigningKeys.Current.Find(first.Id)!.Verify([1, 2], signature), Is.True);

        _clock.Advance(TimeSpan.FromDays(7));
        Assert.That(_crypto.SigningKeys.Current.Find(first.Id), Is.Null);
    }

    [Test]
    public async Task Index_hashes_stay_and_rotating_hashes_verify_across_a_rotation()
    {
        var index = _crypto.Hasher.Index("mail", [1]);
        var hash = _crypto.Hasher.Hash("code", [1]);
        _clock.Advance(TimeSpan.FromDays(29));
        await _crypto.KeyRings.MaintainAsync();
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.That(_crypto.Hasher.Index("mail", [1]), Is.EqualTo(index));
        Assert.That(_crypto.Hasher.Verify("code", [1], hash), Is.True);
        Assert.That(_crypto.Hasher.Hash("code", [1]), Is.Not.EqualTo(hash));
        Assert.That(_crypto.Hasher.Verify("code", [2], hash), Is.False);
        Assert.That(_crypto.Hasher.Verify("other", [1], hash), Is.False);
        Assert.ThrowsAsync<InvalidOperationException>(async () => await _crypto.KeyRings.RotateAsync(KeyRingNames.Index, "x"));
    }

    private static KeyState[] States(KeyRingStatus status) => [.. status.Keys.Select(k => k.State)];
}
