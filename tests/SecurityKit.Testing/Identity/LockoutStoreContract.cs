using SecurityKit.Identity;

namespace SecurityKit.Testing;

/// <summary>What every <see cref="ILockoutStore"/> must do.</summary>
public abstract class LockoutStoreContract
{
    private static readonly LockoutRule Rule = new(5, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(30), TimeSpan.FromHours(24), 20);

    private ILockoutStore _store = null!;

    protected ManualClock Clock { get; private set; } = null!;

    [SetUp]
    public async Task OpenStore()
    {
        Clock = new ManualClock();
        _store = await CreateStoreAsync();
    }

    [Test]
    public async Task BeginAttempt_InParallel_AllowsExactlyTheLimit()
    {
        var decisions = await Task.WhenAll(Enumerable.Range(0, 64).Select(
            _ => Task.Run(async () => await _store.BeginAttemptAsync("k", Rule, default))));

        Assert.That(decisions.Count(d => d.IsAllowed), Is.EqualTo(5));
        Assert.That(decisions.Count(d => d.LocksNow), Is.EqualTo(1));
        Assert.That(decisions.Where(d => !d.IsAllowed).Select(d => d.RetryAfter), Is.All.EqualTo(TimeSpan.FromMinutes(30)));
    }

    [Test]
    public async Task Locks_LastTwiceAsLongEachTime()
    {
        foreach (var minutes in new[] { 30, 60, 120 })
        {
            for (var i = 0; i < 5; i++)
            {
                Assert.That((await _store.BeginAttemptAsync("k", Rule, default)).IsAllowed, Is.True);
            }

            var refused = await _store.BeginAttemptAsync("k", Rule, default);
            Assert.That(refused, Is.EqualTo(new LockoutDecision(false, false, TimeSpan.FromMinutes(minutes))));
            Clock.Advance(TimeSpan.FromMinutes(minutes));
        }
    }

    [Test]
    public async Task Clear_ForgetsEverythingUnderTheKeyOnly()
    {
        for (var i = 0; i < 5; i++)
        {
            await _store.BeginAttemptAsync("k", Rule, default);
            await _store.BeginAttemptAsync("other", Rule, default);
        }

        Assert.That(await _store.ClearAsync("k", default), Is.True);
        Assert.That(await _store.ClearAsync("k", default), Is.False);
        Assert.That((await _store.BeginAttemptAsync("k", Rule, default)).IsAllowed, Is.True);
        Assert.That((await _store.BeginAttemptAsync("other", Rule, default)).IsAllowed, Is.False);
    }

    [Test]
    public async Task RemoveStale_KeepsRunningLocks()
    {
        await _store.BeginAttemptAsync("old", Rule, default);
        Clock.Advance(TimeSpan.FromHours(25));
        for (var i = 0; i < 5; i++)
        {
            await _store.BeginAttemptAsync("locked", Rule, default);
        }

        Assert.That(await _store.RemoveStaleAsync(Clock.GetUtcNow().AddMinutes(1), default), Is.EqualTo(1));
        Assert.That((await _store.BeginAttemptAsync("locked", Rule, default)).IsAllowed, Is.False);
    }

    protected abstract Task<ILockoutStore> CreateStoreAsync();
}
