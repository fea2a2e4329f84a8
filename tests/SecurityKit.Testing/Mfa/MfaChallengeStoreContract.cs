using System.Security.Cryptography;
using SecurityKit.Mfa;

namespace SecurityKit.Testing;

/// <summary>What every <see cref="IMfaChallengeStore"/> must do, parallel callers included.</summary>
public abstract class MfaChallengeStoreContract
{
    private IMfaChallengeStore _store = null!;
    private string _subject = null!;

    /// <summary>How many callers the parallel cases have; fewer where each call waits for a disk.</summary>
    protected virtual int ParallelCalls => 1000;

    /// <summary>The time the cases begin at. Stores that let entries expire by their own clock need the real one.</summary>
    protected virtual DateTimeOffset Start { get; } = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    protected abstract ValueTask<IMfaChallengeStore> CreateStoreAsync();

    [SetUp]
    public async Task SetUpStore()
    {
        _store = await CreateStoreAsync();
        _subject = $"subject-{Guid.NewGuid():N}";
    }

    [Test]
    public async Task What_is_added_comes_back_as_it_was()
    {
        var added = await AddAsync();
        var found = await _store.FindAsync(added.TokenHash, Start, default);
        Assert.That(found, Is.Not.Null);
        Assert.Multiple(() =>
        {
            Assert.That(found!.TokenHash, Is.EqualTo(added.TokenHash));
            Assert.That(found.Subject, Is.EqualTo(_subject));
            Assert.That(found.Factors, Is.EqualTo(added.Factors));
            Assert.That(found.ExpiresAt, Is.EqualTo(added.ExpiresAt));
        });
    }

    [Test]
    public async Task An_unknown_one_is_neither_found_nor_completed()
    {
        var hash = RandomNumberGenerator.GetBytes(32);
        Assert.That(await _store.FindAsync(hash, Start, default), Is.Null);
        Assert.That(await _store.TryCompleteAsync(hash, Start, default), Is.False);
    }

    [Test]
    public async Task An_expired_one_is_neither_found_nor_completed()
    {
        var added = await AddAsync();
        Assert.That(await _store.FindAsync(added.TokenHash, added.ExpiresAt, default), Is.Null);
        Assert.That(await _store.TryCompleteAsync(added.TokenHash, added.ExpiresAt, default), Is.False);
    }

    [Test]
    public async Task It_can_be_completed_until_just_before_it_expires()
    {
        var added = await AddAsync();
        Assert.That(await _store.TryCompleteAsync(added.TokenHash, added.ExpiresAt.AddMilliseconds(-1), default), Is.True);
    }

    [Test]
    public async Task It_is_completed_once_by_parallel_callers()
    {
        var added = await AddAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, ParallelCalls).Select(
            _ => Task.Run(async () => await _store.TryCompleteAsync(added.TokenHash, Start, default))));
        Assert.That(answers.Count(isDone => isDone), Is.EqualTo(1));
        Assert.That(await _store.FindAsync(added.TokenHash, Start, default), Is.Null);
    }

    [Test]
    public async Task Removing_a_subjects_challenges_leaves_those_of_others()
    {
        StoredMfaChallenge first = await AddAsync(), second = await AddAsync(), other = await AddAsync($"other-{Guid.NewGuid():N}");
        await _store.RemoveAllAsync(_subject, default);
        Assert.Multiple(async () =>
        {
            Assert.That(await _store.TryCompleteAsync(first.TokenHash, Start, default), Is.False);
            Assert.That(await _store.FindAsync(second.TokenHash, Start, default), Is.Null);
            Assert.That(await _store.TryCompleteAsync(other.TokenHash, Start, default), Is.True);
        });
    }

    private async Task<StoredMfaChallenge> AddAsync(string? subject = null)
    {
        var challenge = new StoredMfaChallenge(
            RandomNumberGenerator.GetBytes(32), subject ?? _subject,
            [new AuthenticationFactor("pwd", Start.AddSeconds(-1)), new AuthenticationFactor("trusted_device", Start.AddDays(-3))],
            Start.AddMinutes(10));
        await _store.AddAsync(challenge, Start, default);
        return challenge;
    }
}
