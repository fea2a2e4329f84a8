using SecurityKit.Mfa;

namespace SecurityKit.Testing;

/// <summary>What every <see cref="IOneTimeCodeStore"/> must do, parallel callers included.</summary>
public abstract class OneTimeCodeStoreContract
{
    private IOneTimeCodeStore _store = null!;
    private string _id = null!;

    /// <summary>How many callers the parallel cases have; fewer where each call waits for a disk.</summary>
    protected virtual int ParallelCalls => 1000;

    /// <summary>The time the cases begin at. Stores that let entries expire by their own clock need the real one.</summary>
    protected virtual DateTimeOffset Start { get; } = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    protected abstract ValueTask<IOneTimeCodeStore> CreateStoreAsync();

    [SetUp]
    public async Task SetUpStore()
    {
        _store = await CreateStoreAsync();
        _id = $"{Guid.NewGuid():N}|sign_in:{new string('a', 64)}";
    }

    [Test]
    public async Task Three_guesses_are_three_guesses()
    {
        await PutAsync([1, 2, 3]);
        for (var i = 0; i < 3; i++)
        {
            Assert.That(await _store.TryTakeGuessAsync(_id, Start, default), Is.EqualTo(new byte[] { 1, 2, 3 }));
        }

        Assert.That(await _store.TryTakeGuessAsync(_id, Start, default), Is.Null);
    }

    [Test]
    public async Task Of_parallel_guesses_exactly_three_are_answered()
    {
        await PutAsync([1]);
        var answers = await Task.WhenAll(Enumerable.Range(0, ParallelCalls).Select(
            _ => Task.Run(async () => await _store.TryTakeGuessAsync(_id, Start, default))));
        Assert.That(answers.Count(hash => hash is not null), Is.EqualTo(3));
    }

    [Test]
    public async Task A_code_is_spent_once_by_parallel_callers()
    {
        await PutAsync([7, 7]);
        var answers = await Task.WhenAll(Enumerable.Range(0, ParallelCalls).Select(
            _ => Task.Run(async () => await _store.TrySpendAsync(_id, [7, 7], default))));
        Assert.That(answers.Count(isSpent => isSpent), Is.EqualTo(1));
        Assert.That(await _store.TryTakeGuessAsync(_id, Start, default), Is.Null);
    }

    [Test]
    public async Task A_spent_unknown_or_expired_code_takes_no_guess()
    {
        Assert.That(await _store.TryTakeGuessAsync(_id, Start, default), Is.Null);
        await PutAsync([1]);
        Assert.That(await _store.TryTakeGuessAsync(_id, Start.AddMinutes(10), default), Is.Null);
        Assert.That(await _store.TryTakeGuessAsync(_id + "x", Start, default), Is.Null);
        Assert.That(await _store.TryTakeGuessAsync(_id.ToUpperInvariant(), Start, default), Is.Null);
        Assert.That(await _store.TryTakeGuessAsync(_id, Start.AddMinutes(10).AddMilliseconds(-1), default), Is.Not.Null);
    }

    [Test]
    public async Task A_new_code_takes_the_place_of_the_old_one()
    {
        await PutAsync([1]);
        await _store.TryTakeGuessAsync(_id, Start, default);
        await PutAsync([2]);
        Assert.That(await _store.TrySpendAsync(_id, [1], default), Is.False);
        Assert.That(await _store.TryTakeGuessAsync(_id, Start, default), Is.EqualTo(new byte[] { 2 }));
        Assert.That(await _store.TrySpendAsync(_id, [2], default), Is.True);
    }

    private ValueTask PutAsync(byte[] hash) => _store.PutAsync(new OneTimeCode(_id, hash, 3, Start.AddMinutes(10)), Start, default);
}
