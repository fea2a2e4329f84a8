using SecurityKit.Identity;

namespace SecurityKit.Testing;

/// <summary>What every <see cref="IActionTokenStore"/> must do.</summary>
public abstract class ActionTokenStoreContract
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private IActionTokenStore _store = null!;

    [SetUp]
    public async Task OpenStore() => _store = await CreateStoreAsync();

    [Test]
    public async Task TrySpend_InParallel_ExactlyOneSucceeds()
    {
        var token = NewToken("h1", "alice");
        await _store.ReplaceAsync(token, default);
        Assert.That(await _store.FindAsync(ActionPurpose.PasswordReset, "h1", Now, default), Is.EqualTo(token));

        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(
            _ => Task.Run(async () => await _store.TrySpendAsync(ActionPurpose.PasswordReset, "h1", Now, default))));

        Assert.That(results.Count(won => won), Is.EqualTo(1));
        Assert.That(await _store.FindAsync(ActionPurpose.PasswordReset, "h1", Now, default), Is.Null);
    }

    [Test]
    public async Task AToken_IsNothingForAnotherPurpose()
    {
        await _store.ReplaceAsync(NewToken("h1", "alice"), default);

        Assert.That(await _store.FindAsync(ActionPurpose.EmailConfirmation, "h1", Now, default), Is.Null);
        Assert.That(await _store.TrySpendAsync(ActionPurpose.EmailConfirmation, "h1", Now, default), Is.False);
    }

    [Test]
    public async Task AToken_EndsAtItsExpiry()
    {
        await _store.ReplaceAsync(NewToken("h1", "alice"), default);
        var expiry = Now.AddMinutes(30);

        Assert.That(await _store.FindAsync(ActionPurpose.PasswordReset, "h1", expiry.AddSeconds(-1), default), Is.Not.Null);
        Assert.That(await _store.FindAsync(ActionPurpose.PasswordReset, "h1", expiry, default), Is.Null);
        Assert.That(await _store.TrySpendAsync(ActionPurpose.PasswordReset, "h1", expiry, default), Is.False);
    }

    [Test]
    public async Task Replace_EndsTheSubjectsEarlierTokenOfThatPurposeOnly()
    {
        await _store.ReplaceAsync(NewToken("h1", "alice"), default);
        await _store.ReplaceAsync(NewToken("c1", "alice") with { Purpose = ActionPurpose.EmailConfirmation }, default);
        await _store.ReplaceAsync(NewToken("b1", "bob"), default);

        await _store.ReplaceAsync(NewToken("h2", "alice"), default);

        Assert.That(await _store.FindAsync(ActionPurpose.PasswordReset, "h1", Now, default), Is.Null);
        Assert.That(await _store.FindAsync(ActionPurpose.PasswordReset, "h2", Now, default), Is.Not.Null);
        Assert.That(await _store.FindAsync(ActionPurpose.PasswordReset, "b1", Now, default), Is.Not.Null);
        Assert.That(await _store.FindAsync(ActionPurpose.EmailConfirmation, "c1", Now, default), Is.Not.Null);
    }

    [Test]
    public async Task Add_KeepsTheOthers_AndTheAddress()
    {
        var first = NewToken("r1", "alice") with { Purpose = ActionPurpose.EmailRevert, Email = "Alice@example.com" };
        await _store.AddAsync(first, default);
        await _store.AddAsync(first with { Hash = "r2" }, default);

        Assert.That(await _store.FindAsync(ActionPurpose.EmailRevert, "r1", Now, default), Is.EqualTo(first));
        Assert.That(await _store.TrySpendAsync(ActionPurpose.EmailRevert, "r2", Now, default), Is.True);
        Assert.That(await _store.FindAsync(ActionPurpose.EmailRevert, "r1", Now, default), Is.Not.Null);
    }

    [Test]
    public async Task Remove_RemovesOnePurposeOfOneSubject()
    {
        await _store.ReplaceAsync(NewToken("h1", "alice"), default);
        await _store.AddAsync(NewToken("r1", "alice") with { Purpose = ActionPurpose.EmailRevert }, default);
        await _store.ReplaceAsync(NewToken("b1", "bob"), default);

        await _store.RemoveAsync("alice", ActionPurpose.PasswordReset, default);

        Assert.That(await _store.FindAsync(ActionPurpose.PasswordReset, "h1", Now, default), Is.Null);
        Assert.That(await _store.FindAsync(ActionPurpose.EmailRevert, "r1", Now, default), Is.Not.Null);
        Assert.That(await _store.FindAsync(ActionPurpose.PasswordReset, "b1", Now, default), Is.Not.Null);
    }

    [Test]
    public async Task RemoveAll_RemovesOneSubjectsTokens()
    {
        await _store.ReplaceAsync(NewToken("h1", "alice"), default);
        await _store.ReplaceAsync(NewToken("b1", "bob"), default);

        await _store.RemoveAllAsync("alice", default);

        Assert.That(await _store.FindAsync(ActionPurpose.PasswordReset, "h1", Now, default), Is.Null);
        Assert.That(await _store.FindAsync(ActionPurpose.PasswordReset, "b1", Now, default), Is.Not.Null);
    }

    [Test]
    public async Task RemoveExpired_LeavesTheLiveOnes()
    {
        await _store.ReplaceAsync(NewToken("h1", "alice") with { ExpiresAt = Now }, default);
        await _store.ReplaceAsync(NewToken("b1", "bob"), default);

        Assert.That(await _store.RemoveExpiredAsync(Now, default), Is.EqualTo(1));
        Assert.That(await _store.FindAsync(ActionPurpose.PasswordReset, "b1", Now, default), Is.Not.Null);
    }

    protected abstract Task<IActionTokenStore> CreateStoreAsync();

    private static ActionToken NewToken(string hash, string subject) => new()
    {
        Hash = hash,
        Purpose = ActionPurpose.PasswordReset,
        Subject = subject,
        EmailKey = $"{subject}@example.com",
        PasswordVersion = 3,
        ExpiresAt = Now.AddMinutes(30),
    };
}
