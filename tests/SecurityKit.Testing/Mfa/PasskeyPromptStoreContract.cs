using System.Security.Cryptography;
using SecurityKit.Mfa;

namespace SecurityKit.Testing;

/// <summary>What every <see cref="IPasskeyPromptStore"/> must do, parallel callers included.</summary>
public abstract class PasskeyPromptStoreContract
{
    private IPasskeyPromptStore _store = null!;

    /// <summary>How many callers the parallel case has; fewer where each call waits for a disk.</summary>
    protected virtual int ParallelCalls => 1000;

    protected DateTimeOffset Start { get; } = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    protected abstract ValueTask<IPasskeyPromptStore> CreateStoreAsync();

    [SetUp]
    public async Task SetUpStore() => _store = await CreateStoreAsync();

    [Test]
    public async Task What_is_added_comes_back_as_it_was_once()
    {
        var added = await AddAsync();
        var taken = await _store.TryTakeAsync(added.ChallengeHash, Start, default);
        Assert.That(taken, Is.Not.Null);
        Assert.Multiple(async () =>
        {
            Assert.That(taken!.ChallengeHash, Is.EqualTo(added.ChallengeHash));
            Assert.That((taken.Scope, taken.State, taken.ExpiresAt), Is.EqualTo((added.Scope, added.State, added.ExpiresAt)));
            Assert.That(await _store.TryTakeAsync(added.ChallengeHash, Start, default), Is.Null);
        });
    }

    [Test]
    public async Task An_unknown_one_is_not_taken()
    {
        var other = await AddAsync();
        Assert.That(await _store.TryTakeAsync(RandomNumberGenerator.GetBytes(32), Start, default), Is.Null);
        Assert.That(await _store.TryTakeAsync(other.ChallengeHash, Start, default), Is.Not.Null);
    }

    [Test]
    public async Task It_is_taken_until_just_before_it_expires_and_not_after()
    {
        StoredPasskeyPrompt first = await AddAsync(), second = await AddAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(await _store.TryTakeAsync(first.ChallengeHash, first.ExpiresAt.AddMilliseconds(-1), default), Is.Not.Null);
            Assert.That(await _store.TryTakeAsync(second.ChallengeHash, second.ExpiresAt, default), Is.Null);
        });
    }

    [Test]
    public async Task It_is_taken_once_by_parallel_callers()
    {
        var added = await AddAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, ParallelCalls).Select(
            _ => Task.Run(async () => await _store.TryTakeAsync(added.ChallengeHash, Start, default))));
        Assert.That(answers.Count(prompt => prompt is not null), Is.EqualTo(1));
    }

    private async Task<StoredPasskeyPrompt> AddAsync()
    {
        var prompt = new StoredPasskeyPrompt(
            RandomNumberGenerator.GetBytes(32), "register|3:ada|sitzung-ü", """{"challenge":"…","name":"鍵"}""", Start.AddMinutes(5));
        await _store.AddAsync(prompt, Start, default);
        return prompt;
    }
}
