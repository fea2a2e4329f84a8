using SecurityKit.Identity;

namespace SecurityKit.Testing;

/// <summary>What every <see cref="IAccountStore"/> must do.</summary>
public abstract class AccountStoreContract
{
    private const int Parallel = 32;

    protected static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    protected IAccountStore Store { get; private set; } = null!;

    [SetUp]
    public async Task OpenStore() => Store = await CreateStoreAsync();

    [Test]
    public async Task TryCreate_ThenFind_GivesEveryFieldBack()
    {
        var account = NewAccount("alice") with
        {
            Email = "Alice@example.com",
            EmailKey = "alice@example.com",
            PasswordHistory = ["$older", "$oldest"],
            LastSignInAt = Start.AddHours(2),
        };

        Assert.That(await Store.TryCreateAsync(account, default), Is.True);

        var found = await Store.FindAsync(account.Subject, default);
        Assert.That(found! with { PasswordHistory = account.PasswordHistory }, Is.EqualTo(account));
        Assert.That(found.PasswordHistory, Is.EqualTo(account.PasswordHistory));
        Assert.That((await Store.FindByNameAsync("alice", default))!.Subject, Is.EqualTo(account.Subject));
        Assert.That((await Store.FindByEmailAsync("alice@example.com", default))!.Subject, Is.EqualTo(account.Subject));
        Assert.That((await Store.FindAsync(account.Subject, default))!.PasswordHistory, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Find_ComparesOrdinally()
    {
        var account = NewAccount("alice");
        await Store.TryCreateAsync(account, default);

        Assert.That(await Store.FindByNameAsync("Alice", default), Is.Null);
        Assert.That(await Store.FindAsync(account.Subject.ToUpperInvariant(), default), Is.Null);
        Assert.That(await Store.FindByNameAsync("alicé", default), Is.Null);
        Assert.That(await Store.FindByEmailAsync("alice", default), Is.Null);
    }

    [Test]
    public async Task TryCreate_OfOneNameInParallel_ExactlyOneWins()
    {
        var accounts = Enumerable.Range(0, Parallel).Select(_ => NewAccount("wanted")).ToArray();

        var results = await Task.WhenAll(accounts.Select(a => Task.Run(async () => await Store.TryCreateAsync(a, default))));

        Assert.That(results.Count(won => won), Is.EqualTo(1));
        var winner = accounts[Array.IndexOf(results, true)];
        Assert.That((await Store.FindByNameAsync("wanted", default))!.Subject, Is.EqualTo(winner.Subject));
        foreach (var loser in accounts.Where(a => a.Subject != winner.Subject))
        {
            Assert.That(await Store.FindAsync(loser.Subject, default), Is.Null);
        }
    }

    [Test]
    public async Task TryCreate_OfANameThatLooksTheSame_IsRefused()
    {
        await Store.TryCreateAsync(NewAccount("coco"), default);

        Assert.That(await Store.TryCreateAsync(NewAccount("сосо") with { NameSkeleton = "coco" }, default), Is.False);
    }

    [Test]
    public async Task FindByEmail_PrefersTheConfirmedAccount_ThenTheOldest()
    {
        var oldest = NewAccount("first") with { Email = "shared@example.com", EmailKey = "shared@example.com" };
        var newer = NewAccount("second") with { Email = "shared@example.com", EmailKey = "shared@example.com", CreatedAt = Start.AddDays(1) };
        await Store.TryCreateAsync(newer, default);
        await Store.TryCreateAsync(oldest, default);

        Assert.That((await Store.FindByEmailAsync("shared@example.com", default))!.Subject, Is.EqualTo(oldest.Subject));

        Assert.That(await Store.TryConfirmEmailAsync(newer.Subject, "shared@example.com", default), Is.EqualTo(EmailConfirmation.Confirmed));
        Assert.That((await Store.FindByEmailAsync("shared@example.com", default))!.Subject, Is.EqualTo(newer.Subject));
    }

    [Test]
    public async Task TryConfirmEmail_OfOneAddressInParallel_ExactlyOneAccountWins()
    {
        var accounts = Enumerable.Range(0, 16)
            .Select(i => NewAccount($"user{i}") with { Email = "shared@example.com", EmailKey = "shared@example.com" }).ToArray();
        foreach (var account in accounts)
        {
            await Store.TryCreateAsync(account, default);
        }

        var results = await Task.WhenAll(accounts.Select(
            a => Task.Run(async () => await Store.TryConfirmEmailAsync(a.Subject, "shared@example.com", default))));

        Assert.That(results.Count(r => r == EmailConfirmation.Confirmed), Is.EqualTo(1));
        Assert.That(results.Count(r => r == EmailConfirmation.Taken), Is.EqualTo(15));
    }

    [Test]
    public async Task TryConfirmEmail_OfAnAddressTheAccountDoesNotHave_IsInvalid()
    {
        var account = NewAccount("alice") with { Email = "alice@example.com", EmailKey = "alice@example.com" };
        await Store.TryCreateAsync(account, default);

        Assert.That(await Store.TryConfirmEmailAsync(account.Subject, "other@example.com", default), Is.EqualTo(EmailConfirmation.Invalid));
        Assert.That(await Store.TryConfirmEmailAsync("nobody", "alice@example.com", default), Is.EqualTo(EmailConfirmation.Invalid));
        Assert.That((await Store.FindAsync(account.Subject, default))!.IsEmailConfirmed, Is.False);
    }

    [Test]
    public async Task TryReplacePassword_InParallelOverOneVersion_ExactlyOneWins()
    {
        var account = NewAccount("alice");
        await Store.TryCreateAsync(account, default);

        var results = await Task.WhenAll(Enumerable.Range(0, Parallel).Select(
            i => Task.Run(async () => await Store.TryReplacePasswordAsync(Replacement(account, $"$hash{i}"), default))));

        Assert.That(results.Count(won => won), Is.EqualTo(1));
        var found = await Store.FindAsync(account.Subject, default);
        Assert.That(found!.PasswordHash, Is.EqualTo($"$hash{Array.IndexOf(results, true)}"));
        Assert.That(found.PasswordVersion, Is.EqualTo(account.PasswordVersion + 1));
        Assert.That(found.PasswordHistory, Is.EqualTo(new[] { account.PasswordHash }));
        Assert.That(found.PasswordChangedAt, Is.EqualTo(Start.AddDays(3)));
    }

    [Test]
    public async Task TryRecordSignIn_WithAnOldVersionOrADisabledAccount_IsRefused()
    {
        var account = NewAccount("alice");
        await Store.TryCreateAsync(account, default);

        Assert.That(await Store.TryRecordSignInAsync(account.Subject, account.PasswordVersion, Start.AddHours(1), default), Is.True);
        Assert.That((await Store.FindAsync(account.Subject, default))!.LastSignInAt, Is.EqualTo(Start.AddHours(1)));
        Assert.That(await Store.TryRecordSignInAsync(account.Subject, account.PasswordVersion - 1, Start, default), Is.False);
        await Store.TrySetStatusAsync(account.Subject, AccountStatus.Disabled, default);
        Assert.That(await Store.TryRecordSignInAsync(account.Subject, account.PasswordVersion, Start, default), Is.False);
    }

    [Test]
    public async Task TrySetStatus_InParallel_ExactlyOneChangesIt()
    {
        var account = NewAccount("alice");
        await Store.TryCreateAsync(account, default);

        var results = await Task.WhenAll(Enumerable.Range(0, Parallel).Select(
            _ => Task.Run(async () => await Store.TrySetStatusAsync(account.Subject, AccountStatus.Disabled, default))));

        Assert.That(results.Count(won => won), Is.EqualTo(1));
        Assert.That((await Store.FindAsync(account.Subject, default))!.Status, Is.EqualTo(AccountStatus.Disabled));
        Assert.That(await Store.TrySetStatusAsync("nobody", AccountStatus.Active, default), Is.False);
    }

    [Test]
    public async Task TryReplaceEmail_WritesAConfirmedAddress_OverTheOneThatWasSeenOnly()
    {
        var account = NewAccount("alice") with { Email = "old@example.com", EmailKey = "old@example.com" };
        var bare = NewAccount("bob");
        await Store.TryCreateAsync(account, default);
        await Store.TryCreateAsync(bare, default);

        Assert.That(await Store.TryReplaceEmailAsync(NewEmail(account, "other@example.com", "New@example.com"), default), Is.EqualTo(EmailConfirmation.Invalid));
        Assert.That(await Store.TryReplaceEmailAsync(NewEmail(account, null, "New@example.com"), default), Is.EqualTo(EmailConfirmation.Invalid));
        Assert.That(await Store.TryReplaceEmailAsync(NewEmail(account, "old@example.com", "New@example.com"), default), Is.EqualTo(EmailConfirmation.Confirmed));
        Assert.That(await Store.TryReplaceEmailAsync(NewEmail(bare, null, "bob@example.com"), default), Is.EqualTo(EmailConfirmation.Confirmed));

        var found = (await Store.FindByEmailAsync("new@example.com", default))!;
        Assert.That((found.Subject, found.Email, found.IsEmailConfirmed), Is.EqualTo((account.Subject, "New@example.com", true)));
        Assert.That(await Store.FindByEmailAsync("old@example.com", default), Is.Null);
        Assert.That(await Store.TryReplaceEmailAsync(NewEmail(NewAccount("nobody"), null, "x@example.com"), default), Is.EqualTo(EmailConfirmation.Invalid));
    }

    [Test]
    public async Task TryReplaceEmail_OfOneAddressInParallel_ExactlyOneAccountWins_AndAFreedAddressCanBeTaken()
    {
        var accounts = Enumerable.Range(0, 12).Select(i => NewAccount($"user{i}")).ToArray();
        foreach (var account in accounts)
        {
            await Store.TryCreateAsync(account, default);
        }

        var results = await Task.WhenAll(accounts.Select(
            a => Task.Run(async () => await Store.TryReplaceEmailAsync(NewEmail(a, null, "wanted@example.com"), default))));

        Assert.That(results.Count(r => r == EmailConfirmation.Confirmed), Is.EqualTo(1));
        Assert.That(results.Count(r => r == EmailConfirmation.Taken), Is.EqualTo(11));
        var winner = accounts[Array.IndexOf(results, EmailConfirmation.Confirmed)];
        var loser = accounts[Array.IndexOf(results, EmailConfirmation.Taken)];
        Assert.That((await Store.FindAsync(loser.Subject, default))!.Email, Is.Null);

        Assert.That(await Store.TryReplaceEmailAsync(NewEmail(winner, "wanted@example.com", "else@example.com"), default), Is.EqualTo(EmailConfirmation.Confirmed));
        Assert.That(await Store.TryReplaceEmailAsync(NewEmail(loser, null, "wanted@example.com"), default), Is.EqualTo(EmailConfirmation.Confirmed));
        Assert.That(await Store.TryReplaceEmailAsync(NewEmail(winner, "else@example.com", "wanted@example.com"), default), Is.EqualTo(EmailConfirmation.Taken));
    }

    [Test]
    public async Task List_GivesEveryAccountOnce_InTheOrderOfNames()
    {
        string[] names = ["dora", "alice", "carol", "bob", "erin"];
        foreach (var name in names)
        {
            await Store.TryCreateAsync(NewAccount(name), default);
        }

        var listed = new List<string>();
        string? after = null;
        for (var page = 0; page < 3; page++)
        {
            var accounts = await Store.ListAsync(after, 2, default);
            listed.AddRange(accounts.Select(account => account.UserName));
            after = accounts[^1].NameKey;
        }

        Assert.That(listed, Is.EqualTo(names.Order(StringComparer.Ordinal)));
        Assert.That(await Store.ListAsync(after, 2, default), Is.Empty);
        Assert.That((await Store.ListAsync(null, 1, default)).Single().PasswordVersion, Is.EqualTo(7));
    }

    [Test]
    public async Task AnAccountWithoutAPassword_KeepsNone()
    {
        var account = NewAccount("alice");
        await Store.TryCreateAsync(account, default);

        Assert.That(await Store.TryReplacePasswordAsync(Replacement(account, string.Empty), default), Is.True);

        var found = (await Store.FindAsync(account.Subject, default))!;
        Assert.That((found.PasswordHash, found.PasswordVersion), Is.EqualTo((string.Empty, account.PasswordVersion + 1)));
    }

    [Test]
    public async Task Delete_FreesTheName()
    {
        var account = NewAccount("alice");
        await Store.TryCreateAsync(account, default);

        Assert.That(await Store.DeleteAsync(account.Subject, default), Is.True);
        Assert.That(await Store.DeleteAsync(account.Subject, default), Is.False);
        Assert.That(await Store.FindAsync(account.Subject, default), Is.Null);
        Assert.That(await Store.FindByNameAsync("alice", default), Is.Null);
        Assert.That(await Store.TryCreateAsync(NewAccount("alice"), default), Is.True);
    }

    protected static AccountRecord NewAccount(string name) => new()
    {
        Subject = Guid.NewGuid().ToString("N"),
        UserName = name,
        NameKey = name,
        NameSkeleton = name,
        Status = AccountStatus.Active,
        CreatedAt = Start,
        PasswordHash = "$first",
        PasswordVersion = 7,
        PasswordChangedAt = Start,
    };

    protected abstract Task<IAccountStore> CreateStoreAsync();

    private static EmailReplacement NewEmail(AccountRecord account, string? expectedKey, string email) => new()
    {
        Subject = account.Subject,
        ExpectedEmailKey = expectedKey,
        Email = email,
        EmailKey = email.ToLowerInvariant(),
    };

    private static PasswordReplacement Replacement(AccountRecord account, string hash) => new()
    {
        Subject = account.Subject,
        ExpectedVersion = account.PasswordVersion,
        Hash = hash,
        ChangedAt = Start.AddDays(3),
        History = [account.PasswordHash],
    };
}
