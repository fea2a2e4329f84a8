using System.Net;
using SecurityKit.Identity;

namespace SecurityKit.Testing;

/// <summary>What every <see cref="IApiKeyStore"/> must do.</summary>
public abstract class ApiKeyStoreContract
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private IApiKeyStore _store = null!;

    [SetUp]
    public async Task OpenStore() => _store = await CreateStoreAsync();

    [Test]
    public async Task TryAdd_ThenFind_GivesEveryFieldBack()
    {
        var record = NewKey("k1");
        record = record with { Key = record.Key with { LastUsedAt = Now.AddHours(1), Suspensions = ApiKeySuspensions.Frozen | ApiKeySuspensions.PasswordReset } };
        Assert.That(await _store.TryAddAsync(record, 10, Now, default), Is.True);

        var found = await _store.FindAsync("k1", default);

        Assert.That(found!.SecretHash, Is.EqualTo(record.SecretHash));
        Assert.That(found.Key.Scopes, Is.EqualTo(record.Key.Scopes));
        Assert.That(found.Key.Networks, Is.EqualTo(record.Key.Networks));
        Assert.That(found.Key with { Scopes = record.Key.Scopes, Networks = record.Key.Networks }, Is.EqualTo(record.Key));
        Assert.That(await _store.FindAsync("K1", default), Is.Null, "ids are compared ordinally");
    }

    [Test]
    public async Task TryAdd_InParallel_AddsExactlyTheLimit()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(
            i => Task.Run(async () => await _store.TryAddAsync(NewKey($"k{i}"), 5, Now, default))));

        Assert.That(results.Count(added => added), Is.EqualTo(5));
        Assert.That(await _store.ListAsync("alice", default), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task TryAdd_CountsLiveKeysOnly()
    {
        await _store.TryAddAsync(NewKey("revoked"), 2, Now, default);
        await _store.TryAddAsync(NewKey("expired", Now.AddDays(1)), 2, Now, default);
        await _store.TryRevokeAsync("alice", "revoked", Now, default);

        Assert.That(await _store.TryAddAsync(NewKey("k1", Now.AddDays(9)), 2, Now.AddDays(2), default), Is.True);
        Assert.That(await _store.TryAddAsync(NewKey("k2", Now.AddDays(9)), 2, Now.AddDays(2), default), Is.True);
        Assert.That(await _store.TryAddAsync(NewKey("k3", Now.AddDays(9)), 2, Now.AddDays(2), default), Is.False);
        Assert.That(await _store.TryAddAsync(NewKey("b1") with { Key = NewKey("b1").Key with { Subject = "bob" } }, 2, Now, default), Is.True);
    }

    [Test]
    public async Task TryRevoke_InParallel_ExactlyOneSucceeds_AndOnlyForTheOwner()
    {
        await _store.TryAddAsync(NewKey("k1"), 10, Now, default);
        Assert.That(await _store.TryRevokeAsync("bob", "k1", Now, default), Is.False);

        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(
            _ => Task.Run(async () => await _store.TryRevokeAsync("alice", "k1", Now.AddMinutes(1), default))));

        Assert.That(results.Count(won => won), Is.EqualTo(1));
        Assert.That((await _store.FindAsync("k1", default))!.Key.RevokedAt, Is.EqualTo(Now.AddMinutes(1)));
    }

    [Test]
    public async Task TryRotate_InParallel_ExactlyOneReplacementExists()
    {
        await _store.TryAddAsync(NewKey("old"), 10, Now, default);

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
            await _store.TryRotateAsync(new ApiKeyRotation("old", Now.AddHours(24), NewKey($"new{i}"), Now), default))));

        Assert.That(results.Count(won => won), Is.EqualTo(1));
        var old = (await _store.FindAsync("old", default))!.Key;
        Assert.That(old.ReplacedBy, Is.EqualTo($"new{Array.IndexOf(results, true)}"));
        Assert.That(old.ExpiresAt, Is.EqualTo(Now.AddHours(24)));
        Assert.That(await _store.ListAsync("alice", default), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task TryRotate_NeverLengthensALife_NorRevivesADeadKey()
    {
        await _store.TryAddAsync(NewKey("short", Now.AddHours(1)), 10, Now, default);
        await _store.TryAddAsync(NewKey("revoked"), 10, Now, default);
        await _store.TryRevokeAsync("alice", "revoked", Now, default);

        Assert.That(await _store.TryRotateAsync(new ApiKeyRotation("short", Now.AddHours(24), NewKey("n1"), Now), default), Is.True);
        Assert.That((await _store.FindAsync("short", default))!.Key.ExpiresAt, Is.EqualTo(Now.AddHours(1)));
        Assert.That(await _store.TryRotateAsync(new ApiKeyRotation("revoked", Now.AddHours(24), NewKey("n2"), Now), default), Is.False);
        Assert.That(await _store.TryRotateAsync(new ApiKeyRotation("n1", Now.AddYears(9), NewKey("n3"), Now.AddYears(5)), default), Is.False, "expired");
        Assert.That(await _store.FindAsync("n2", default), Is.Null);
    }

    [Test]
    public async Task TryRotate_OfASuspendedKey_MakesNoReplacement()
    {
        await _store.TryAddAsync(NewKey("old"), 10, Now, default);
        await _store.SuspendAllAsync("alice", ApiKeySuspensions.Frozen, default);

        Assert.That(await _store.TryRotateAsync(new ApiKeyRotation("old", Now.AddHours(24), NewKey("new"), Now), default), Is.False);

        Assert.That((await _store.ListAsync("alice", default)).Select(k => k.Id), Is.EqualTo(new[] { "old" }));
    }

    [Test]
    public async Task SuspendAll_WhileKeysAreReplacedAndAdded_LeavesNoReplacementInUse()
    {
        for (var round = 0; round < 12; round++)
        {
            var (old, replacement) = ($"old{round}", $"new{round}");
            await _store.TryAddAsync(NewKey(old), 100, Now, default);

            await Task.WhenAll(
                Task.Run(async () => await _store.TryRotateAsync(new ApiKeyRotation(old, Now.AddHours(24), NewKey(replacement), Now), default)),
                Task.Run(async () => await _store.SuspendAllAsync("alice", ApiKeySuspensions.Frozen, default)));

            Assert.That((await _store.ListAsync("alice", default)).Where(k => !k.IsSuspended).Select(k => k.Id), Is.Empty);
            await _store.RemoveAllAsync("alice", default);
        }
    }

    [Test]
    public async Task SuspendAll_ChangesAllKeysOfOneSubject()
    {
        await _store.TryAddAsync(NewKey("k1"), 10, Now, default);
        await _store.TryAddAsync(NewKey("k2"), 10, Now, default);
        await _store.TryAddAsync(NewKey("b1") with { Key = NewKey("b1").Key with { Subject = "bob" } }, 10, Now, default);

        Assert.That(await _store.SuspendAllAsync("alice", ApiKeySuspensions.Frozen, default), Is.EqualTo(2));
        Assert.That(await _store.SuspendAllAsync("alice", ApiKeySuspensions.Frozen, default), Is.Zero);
        Assert.That((await _store.FindAsync("k2", default))!.Key.IsSuspended, Is.True);
        Assert.That((await _store.FindAsync("b1", default))!.Key.IsSuspended, Is.False);
        Assert.That(await _store.ResumeAllAsync("alice", ApiKeySuspensions.Frozen, default), Is.EqualTo(2));
        Assert.That((await _store.FindAsync("k2", default))!.Key.IsSuspended, Is.False);
    }

    [Test]
    public async Task ResumeAll_TakesAwayTheGivenCausesOnly()
    {
        await _store.TryAddAsync(NewKey("k1"), 10, Now, default);
        await _store.SuspendAllAsync("alice", ApiKeySuspensions.Frozen, default);
        await _store.SuspendAllAsync("alice", ApiKeySuspensions.AccountDisabled, default);
        await _store.TryAddAsync(NewKey("k2"), 10, Now, default);
        await _store.SuspendAllAsync("alice", ApiKeySuspensions.AccountDisabled, default);

        Assert.That(await _store.ResumeAllAsync("alice", ApiKeySuspensions.PasswordReset, default), Is.Zero);
        Assert.That(await _store.ResumeAllAsync("alice", ApiKeySuspensions.AccountDisabled, default), Is.EqualTo(2));
        Assert.That((await _store.FindAsync("k1", default))!.Key.Suspensions, Is.EqualTo(ApiKeySuspensions.Frozen));
        Assert.That((await _store.FindAsync("k2", default))!.Key.Suspensions, Is.EqualTo(ApiKeySuspensions.None));
    }

    [Test]
    public async Task SuspendAll_ForTwoCausesInParallel_KeepsBoth()
    {
        await _store.TryAddAsync(NewKey("k1"), 10, Now, default);
        ApiKeySuspensions[] causes = [ApiKeySuspensions.Frozen, ApiKeySuspensions.AccountDisabled, ApiKeySuspensions.PasswordReset];

        await Task.WhenAll(causes.Select(cause => Task.Run(async () => await _store.SuspendAllAsync("alice", cause, default))));

        Assert.That(
            (await _store.FindAsync("k1", default))!.Key.Suspensions,
            Is.EqualTo(ApiKeySuspensions.Frozen | ApiKeySuspensions.AccountDisabled | ApiKeySuspensions.PasswordReset));
    }

    [Test]
    public async Task RecordUse_NeverGoesBack()
    {
        await _store.TryAddAsync(NewKey("k1"), 10, Now, default);

        await _store.RecordUseAsync([new ApiKeyUse("k1", Now.AddMinutes(5)), new ApiKeyUse("gone", Now)], default);
        await _store.RecordUseAsync([new ApiKeyUse("k1", Now.AddMinutes(1))], default);

        Assert.That((await _store.FindAsync("k1", default))!.Key.LastUsedAt, Is.EqualTo(Now.AddMinutes(5)));
    }

    [Test]
    public async Task Remove_TakesWhatIsMeant()
    {
        await _store.TryAddAsync(NewKey("live"), 10, Now, default);
        await _store.TryAddAsync(NewKey("expired", Now.AddDays(1)), 10, Now, default);
        await _store.TryAddAsync(NewKey("revoked"), 10, Now, default);
        await _store.TryRevokeAsync("alice", "revoked", Now, default);

        Assert.That(await _store.RemoveDeadAsync(Now.AddDays(2), default), Is.EqualTo(2));
        Assert.That((await _store.ListAsync("alice", default)).Single().Id, Is.EqualTo("live"));
        Assert.That(await _store.RemoveAllAsync("alice", default), Is.EqualTo(1));
    }

    protected abstract Task<IApiKeyStore> CreateStoreAsync();

    private static ApiKeyRecord NewKey(string id, DateTimeOffset? expiresAt = null) => new(
        new ApiKey
        {
            Id = id,
            Subject = "alice",
            Name = "build server",
            Scopes = ["reports:read", "reports.daily:write"],
            Networks = [IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse("2001:db8::/32")],
            CreatedAt = Now,
            ExpiresAt = expiresAt ?? Now.AddDays(365),
        },
        [.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
}
