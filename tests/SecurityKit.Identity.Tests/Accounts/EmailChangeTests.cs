using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

/// <summary>Another address for an account: asked for with the password, confirmed by its mailbox, told to the one before.</summary>
public sealed class EmailChangeTests
{
    private const string Old = "alice@example.com";
    private const string New = "Alice.New@example.org";

    [Test]
    public async Task TheMailedToken_MakesTheAddressTheAccounts_Once_AndNothingChangesBefore()
    {
        await using var host = new IdentityHost();
        var account = await ConfirmedAsync(host);
        var token = await RequestAsync(host, account);

        Assert.That(host.Outbox.Last().Destination, Is.EqualTo(New));
        Assert.That((await host.Accounts.FindAsync(account.Subject))!.Email, Is.EqualTo(Old));
        Assert.That(await host.Accounts.ConfirmEmailChangeAsync(token), Is.EqualTo(EmailConfirmation.Confirmed));

        var changed = (await host.Accounts.FindAsync(account.Subject))!;
        Assert.That((changed.Email, changed.IsEmailConfirmed), Is.EqualTo((New, true)));
        Assert.That(await host.Accounts.ConfirmEmailChangeAsync(token), Is.EqualTo(EmailConfirmation.Invalid), "it works once");
        Assert.That(await host.SignInAsync("alice.new@example.org"), Is.InstanceOf<SignInOutcome.Verified>());
        Assert.That(await host.SignInAsync(Old), Is.InstanceOf<SignInOutcome.InvalidCredentials>());
        Assert.That(host.EventsOf(IdentityEventTypes.EmailChanged).Select(e => e.Outcome), Is.EqualTo(new[] { SecurityEventOutcome.Success, SecurityEventOutcome.Denied }));
    }

    [Test]
    public async Task WithoutThePassword_NothingIsSent_AndWrongOnesLock()
    {
        await using var host = new IdentityHost();
        var account = await ConfirmedAsync(host);
        var mails = host.Outbox.Count;

        for (var i = 0; i < 5; i++)
        {
            Assert.That(await host.Accounts.RequestEmailChangeAsync(account.Subject, "a wrong password", New), Is.InstanceOf<EmailChangeOutcome.InvalidCredentials>());
        }

        Assert.That(await host.Accounts.RequestEmailChangeAsync(account.Subject, IdentityHost.Password, New), Is.InstanceOf<EmailChangeOutcome.Locked>());
        await host.Get<AccountMailQueue>().DrainAsync(default);
        Assert.That(host.Outbox, Has.Count.EqualTo(mails));
    }

    [Test]
    public async Task AnAddressOfAnotherAccount_IsAnsweredAsAnyOther_AndOnlyItsMailboxLearnsThatItIsTaken()
    {
        await using var host = new IdentityHost();
        var account = await ConfirmedAsync(host);
        await ConfirmedAsync(host, "bob", "bob@example.com");

        var taken = await host.Accounts.RequestEmailChangeAsync(account.Subject, IdentityHost.Password, "Bob@example.com");
        var free = await host.Accounts.RequestEmailChangeAsync(account.Subject, IdentityHost.Password, "nobody@example.com");

        Assert.That(taken, Is.EqualTo(free));
        await host.Get<AccountMailQueue>().DrainAsync(default);
        Assert.That(host.Outbox.TakeLast(2).Select(m => m.Destination), Is.EqualTo(new[] { "Bob@example.com", "nobody@example.com" }));

        var again = await RequestAsync(host, account, "bob@example.com");
        Assert.That(await host.Accounts.ConfirmEmailChangeAsync(again), Is.EqualTo(EmailConfirmation.Taken));
        Assert.That((await host.Accounts.FindAsync(account.Subject))!.Email, Is.EqualTo(Old));
    }

    [Test]
    public async Task TheConfirmedAddressItself_AndWhatIsNoAddress_AreRefusedWithTheReason()
    {
        await using var host = new IdentityHost();
        var account = await ConfirmedAsync(host);

        var same = await host.Accounts.RequestEmailChangeAsync(account.Subject, IdentityHost.Password, "ALICE@example.com");
        var none = await host.Accounts.RequestEmailChangeAsync(account.Subject, IdentityHost.Password, "alice at home");

        Assert.That(((EmailChangeOutcome.Refused)same).Problems.Single().Code, Is.EqualTo("unchanged"));
        Assert.That(((EmailChangeOutcome.Refused)none).Problems.Single(), Is.EqualTo(new InputProblem("email", "invalid", "This is not an e-mail address.")));
    }

    [Test]
    public async Task ALaterRequest_APasswordChange_AndTheEndOfItsTime_VoidTheToken()
    {
        await using var host = new IdentityHost();
        var account = await ConfirmedAsync(host);

        var first = await RequestAsync(host, account);
        var second = await RequestAsync(host, account);
        Assert.That(await host.Accounts.ConfirmEmailChangeAsync(first), Is.EqualTo(EmailConfirmation.Invalid));

        await host.Accounts.ChangePasswordAsync(account.Subject, IdentityHost.Password, "quite-another-sentence-7", null);
        Assert.That(await host.Accounts.ConfirmEmailChangeAsync(second), Is.EqualTo(EmailConfirmation.Invalid));

        var third = await RequestAsync(host, account, New, "quite-another-sentence-7");
        host.Clock.Advance(TimeSpan.FromDays(3));
        Assert.That(await host.Accounts.ConfirmEmailChangeAsync(third), Is.EqualTo(EmailConfirmation.Invalid));
        Assert.That((await host.Accounts.FindAsync(account.Subject))!.Email, Is.EqualTo(Old));
    }

    [Test]
    public async Task AnAccount_CannotFloodAddresses()
    {
        await using var host = new IdentityHost();
        var account = await ConfirmedAsync(host);
        for (var i = 0; i < 5; i++)
        {
            Assert.That(
                await host.Accounts.RequestEmailChangeAsync(account.Subject, IdentityHost.Password, $"stranger{i}@example.com"), Is.InstanceOf<EmailChangeOutcome.Requested>());
        }

        var refused = await host.Accounts.RequestEmailChangeAsync(account.Subject, IdentityHost.Password, "stranger5@example.com");
        Assert.That(((EmailChangeOutcome.Throttled)refused).RetryAfter, Is.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public async Task AResetTokenThatWentToTheOldAddress_IsVoid()
    {
        await using var host = new IdentityHost();
        var account = await ConfirmedAsync(host);
        host.Accounts.RequestPasswordReset(Old);
        await host.Get<AccountMailQueue>().DrainAsync(default);
        var reset = Mailed.Token(host.Outbox.Last());

        await host.Accounts.ConfirmEmailChangeAsync(await RequestAsync(host, account));

        Assert.That(await host.Accounts.ResetPasswordAsync(reset, "and-a-third-sentence-8"), Is.InstanceOf<PasswordResetOutcome.InvalidToken>());
    }

    [Test]
    public async Task TheOldAddress_TakesTheChangeBack_EvenAfterASecondChangeAndANewPassword()
    {
        await using var host = new IdentityHost();
        var account = await ConfirmedAsync(host);
        var key = (ApiKeyCreation.Created)await host.Get<ApiKeyManager>().CreateAsync(new ApiKeyRequest(account.Subject, "ci", []));

        // An intruder who knows the password takes the account over, twice.
        await host.Accounts.ConfirmEmailChangeAsync(await RequestAsync(host, account, "thief@example.net"));
        var takesBack = await NoticeAsync(host, Old);
        await host.Accounts.ConfirmEmailChangeAsync(await RequestAsync(host, account, "thief2@example.net"));
        var thievesToken = await NoticeAsync(host, "thief@example.net");
        await host.Accounts.ChangePasswordAsync(account.Subject, IdentityHost.Password, "the-thiefs-own-sentence", null);

        Assert.That(await host.Accounts.TakeBackEmailChangeAsync(takesBack), Is.EqualTo(EmailConfirmation.Confirmed));

        var restored = (await host.Accounts.FindAsync(account.Subject))!;
        Assert.That((restored.Email, restored.IsEmailConfirmed), Is.EqualTo((Old, true)));
        Assert.That(await host.SignInAsync("alice", "the-thiefs-own-sentence"), Is.InstanceOf<SignInOutcome.InvalidCredentials>(), "no password is right");
        Assert.That(host.EventsOf(SecurityEventTypes.PasswordChanged)[^1].Data, Is.Empty, "all sessions end");
        Assert.That(await host.Get<ApiKeyManager>().VerifyAsync(key.Text, null), Is.EqualTo(new ApiKeyOutcome.Refused(ApiKeyRefusal.Suspended)));
        Assert.That(await host.Accounts.TakeBackEmailChangeAsync(takesBack), Is.EqualTo(EmailConfirmation.Invalid), "it works once");
        Assert.That(await host.Accounts.TakeBackEmailChangeAsync(thievesToken), Is.EqualTo(EmailConfirmation.Invalid), "and ends the other's");

        await host.Get<AccountMailQueue>().DrainAsync(default);
        Assert.That(host.Outbox.Last().Destination, Is.EqualTo(Old));
        await host.Accounts.ResetPasswordAsync(Mailed.Token(host.Outbox.Last()), "the-owners-own-sentence");
        Assert.That(await host.SignInAsync("alice", "the-owners-own-sentence"), Is.InstanceOf<SignInOutcome.Verified>());
    }

    [Test]
    public async Task AFurtherChange_ThatIsConfirmedWhileTheOwnerTakesBackTheFirst_IsUndoneToo()
    {
        var store = new InterferingAccountStore();
        await using var host = new IdentityHost(build: kit => kit.Services.AddSingleton<IAccountStore>(store));
        var account = await ConfirmedAsync(host);
        await host.Accounts.ConfirmEmailChangeAsync(await RequestAsync(host, account, "thief@example.net"));
        var takesBack = await NoticeAsync(host, Old);
        var further = await RequestAsync(host, account, "thief2@example.net");
        var interfered = EmailConfirmation.Invalid;
        store.After(nameof(IAccountStore.TryReplaceEmailAsync), async () => interfered = await host.Accounts.ConfirmEmailChangeAsync(further));

        Assert.That(await host.Accounts.TakeBackEmailChangeAsync(takesBack), Is.EqualTo(EmailConfirmation.Confirmed));

        Assert.That(interfered, Is.EqualTo(EmailConfirmation.Confirmed), "the further change did come in between");
        Assert.That((await host.Accounts.FindAsync(account.Subject))!.Email, Is.EqualTo(Old));
        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.InvalidCredentials>());
    }

    [Test]
    public async Task AnUnconfirmedOldAddress_IsToldNothing_AndWithZeroTheNoticeCarriesNoToken()
    {
        await using var host = new IdentityHost(o => o.EmailRevertLifetime = TimeSpan.Zero);
        var account = await host.RegisterAsync();
        await host.Accounts.ConfirmEmailChangeAsync(await RequestAsync(host, account));
        await host.Get<AccountMailQueue>().DrainAsync(default);
        Assert.That(host.Outbox.Last().Destination, Is.EqualTo(New), "the last mail is the one that asked for the confirmation");

        await host.Accounts.ConfirmEmailChangeAsync(await RequestAsync(host, account, "third@example.com"));
        await host.Get<AccountMailQueue>().DrainAsync(default);
        Assert.That(host.Outbox.Last().Destination, Is.EqualTo(New));
        Assert.That(Mailed.Token(host.Outbox.Last()), Is.Empty);
    }

    [Test]
    public async Task AnyAlteredToken_IsRefused()
    {
        await using var host = new IdentityHost();
        var account = await ConfirmedAsync(host);
        var token = await RequestAsync(host, account);
        foreach (var mutation in TokenMutations.Of(token))
        {
            Assert.That(await host.Accounts.ConfirmEmailChangeAsync(mutation), Is.EqualTo(EmailConfirmation.Invalid), mutation);
            Assert.That(await host.Accounts.TakeBackEmailChangeAsync(mutation), Is.EqualTo(EmailConfirmation.Invalid), mutation);
        }

        Assert.That(await host.Accounts.TakeBackEmailChangeAsync(token), Is.EqualTo(EmailConfirmation.Invalid), "a token of one purpose is nothing for another");
        Assert.That(await host.Accounts.ConfirmEmailChangeAsync(token), Is.EqualTo(EmailConfirmation.Confirmed));
    }

    private static async Task<Account> ConfirmedAsync(IdentityHost host, string name = "alice", string email = Old)
    {
        var account = await host.RegisterAsync(name, email);
        await host.Get<AccountMailQueue>().DrainAsync(default);
        Assert.That(await host.Accounts.ConfirmEmailAsync(Mailed.Token(host.Outbox.Last())), Is.EqualTo(EmailConfirmation.Confirmed));
        return account;
    }

    private static async Task<string> RequestAsync(IdentityHost host, Account account, string email = New, string password = IdentityHost.Password)
    {
        Assert.That(await host.Accounts.RequestEmailChangeAsync(account.Subject, password, email), Is.InstanceOf<EmailChangeOutcome.Requested>());
        await host.Get<AccountMailQueue>().DrainAsync(default);
        return Mailed.Token(host.Outbox.Last());
    }

    private static async Task<string> NoticeAsync(IdentityHost host, string address)
    {
        await host.Get<AccountMailQueue>().DrainAsync(default);
        Assert.That(host.Outbox.Last().Destination, Is.EqualTo(address));
        return Mailed.Token(host.Outbox.Last());
    }
}
