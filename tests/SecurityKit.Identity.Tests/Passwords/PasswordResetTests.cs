using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

public sealed class PasswordResetTests
{
    private const string New = "quite-another-sentence-7";

    [Test]
    public async Task Reset_WithTheMailedToken_WorksOnce()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterConfirmedAsync();
        var token = await RequestAsync(host);

        var outcome = await host.Accounts.ResetPasswordAsync(token, New);

        Assert.That(((PasswordResetOutcome.Reset)outcome).Subject, Is.EqualTo(account.Subject));
        Assert.That(await host.SignInAsync("alice", New), Is.InstanceOf<SignInOutcome.Verified>());
        Assert.That(await host.Accounts.ResetPasswordAsync(token, "and-a-third-sentence-8"), Is.InstanceOf<PasswordResetOutcome.InvalidToken>());
        var changed = host.EventsOf(SecurityEventTypes.PasswordChanged).Single();
        Assert.That(changed.Data, Is.Empty, "no session stays");
    }

    [Test]
    public async Task Reset_InParallelWithOneToken_ExactlyOneWins()
    {
        await using var host = new IdentityHost();
        await host.RegisterConfirmedAsync();
        var token = await RequestAsync(host);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            i => Task.Run(async () => await host.Accounts.ResetPasswordAsync(token, $"a-sentence-with-number-{i}"))));

        Assert.That(outcomes.OfType<PasswordResetOutcome.Reset>().Count(), Is.EqualTo(1));
        Assert.That(host.EventsOf(SecurityEventTypes.PasswordChanged), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Reset_AfterThirtyMinutes_IsRefused()
    {
        await using var host = new IdentityHost();
        await host.RegisterConfirmedAsync();
        var token = await RequestAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.That(await host.Accounts.ResetPasswordAsync(token, New), Is.InstanceOf<PasswordResetOutcome.InvalidToken>());
    }

    [Test]
    public async Task Reset_WithAWeakPassword_IsRefused_AndTheTokenStaysGood()
    {
        await using var host = new IdentityHost();
        await host.RegisterConfirmedAsync();
        var token = await RequestAsync(host);

        Assert.That(await host.Accounts.ResetPasswordAsync(token, "password"), Is.InstanceOf<PasswordResetOutcome.Refused>());
        Assert.That(await host.Accounts.ResetPasswordAsync(token, New), Is.InstanceOf<PasswordResetOutcome.Reset>());
    }

    [Test]
    public async Task Reset_WithATokenFromBeforeAChange_IsRefused()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterConfirmedAsync();
        var token = await RequestAsync(host);
        await host.Accounts.ChangePasswordAsync(account.Subject, IdentityHost.Password, New, null);

        Assert.That(await host.Accounts.ResetPasswordAsync(token, "and-a-third-sentence-8"), Is.InstanceOf<PasswordResetOutcome.InvalidToken>());
    }

    [Test]
    public async Task Reset_WithAnyAlteredToken_IsRefused()
    {
        await using var host = new IdentityHost();
        await host.RegisterConfirmedAsync();
        var token = await RequestAsync(host);

        foreach (var mutation in TokenMutations.Of(token))
        {
            Assert.That(await host.Accounts.ResetPasswordAsync(mutation, New), Is.InstanceOf<PasswordResetOutcome.InvalidToken>());
        }

        Assert.That(await host.Accounts.ResetPasswordAsync(token, New), Is.InstanceOf<PasswordResetOutcome.Reset>());
    }

    [Test]
    public async Task Reset_LetsTheOwnerInThroughALockThatSomebodyElseKeepsUp()
    {
        await using var host = new IdentityHost();
        await host.RegisterConfirmedAsync();
        var outcome = (PasswordResetOutcome.Reset)await host.Accounts.ResetPasswordAsync(await RequestAsync(host), New);
        for (var i = 0; i < 5; i++)
        {
            await host.SignInAsync("alice", "wrong-password");
        }

        Assert.That(await host.SignInAsync("alice", New), Is.InstanceOf<SignInOutcome.Locked>());
        Assert.That(await host.SignInAsync("alice", New, outcome.DeviceToken), Is.InstanceOf<SignInOutcome.Verified>());
    }

    [Test]
    public async Task Request_ForAnUnknownAddress_DoesTheSameAndSendsNothing()
    {
        await using var host = new IdentityHost();
        await host.RegisterConfirmedAsync();
        await host.Get<AccountMailQueue>().DrainAsync(default);
        host.Outbox.Clear();

        Assert.That(host.Accounts.RequestPasswordReset("nobody@example.com"), Is.Empty);
        Assert.That(host.Accounts.RequestPasswordReset("alice@example.com"), Is.Empty);
        Assert.That(host.Outbox, Is.Empty, "nothing is looked up before the answer");
        await host.Get<AccountMailQueue>().DrainAsync(default);

        Assert.That(host.Outbox.Single().Destination, Is.EqualTo("alice@example.com"));
    }

    [Test]
    public async Task Request_ForAnAddressThatIsOnlyClaimed_SendsNothing_NotEvenToItsOldestClaimant()
    {
        await using var host = new IdentityHost();
        await host.RegisterAsync("squatter", "alice@example.com");
        host.Clock.Advance(TimeSpan.FromDays(1));
        var owner = await host.RegisterAsync("alice", "alice@example.com");
        host.Accounts.RequestPasswordReset("alice@example.com");
        await host.Get<AccountMailQueue>().DrainAsync(default);
        Assert.That(host.Outbox.Where(m => m.Purpose == "identity.reset"), Is.Empty);

        await host.Get<IAccountStore>().TryConfirmEmailAsync(owner.Subject, "alice@example.com", default);
        var outcome = await host.Accounts.ResetPasswordAsync(await RequestAsync(host), New);
        Assert.That(((PasswordResetOutcome.Reset)outcome).Subject, Is.EqualTo(owner.Subject));
    }

    [Test]
    public async Task Request_ManyTimes_SendsFiveMailsAnHour()
    {
        await using var host = new IdentityHost();
        await host.RegisterConfirmedAsync();
        await host.Get<AccountMailQueue>().DrainAsync(default);
        host.Outbox.Clear();
        for (var i = 0; i < 50; i++)
        {
            host.Accounts.RequestPasswordReset("alice@example.com");
        }

        await host.Get<AccountMailQueue>().DrainAsync(default);

        Assert.That(host.Outbox, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Request_ForADisabledAccount_SendsNothing()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterConfirmedAsync();
        await host.Accounts.DisableAsync(account.Subject);
        host.Accounts.RequestPasswordReset("alice@example.com");

        await host.Get<AccountMailQueue>().DrainAsync(default);

        Assert.That(host.Outbox.Where(m => m.Purpose == "identity.reset"), Is.Empty);
    }

    [Test]
    public async Task TheStore_KeepsOnlyTheTokensHash()
    {
        await using var host = new IdentityHost();
        await host.RegisterConfirmedAsync();
        var token = await RequestAsync(host);

        var store = host.Get<IActionTokenStore>();
        Assert.That(await store.FindAsync(ActionPurpose.PasswordReset, token, host.Clock.GetUtcNow(), default), Is.Null);
        Assert.That(await store.FindAsync(ActionPurpose.PasswordReset, BearerSecret.Hash(token), host.Clock.GetUtcNow(), default), Is.Not.Null);
    }

    [Test]
    public async Task ResetUrl_WhenSet_CarriesTheToken()
    {
        await using var host = new IdentityHost(o => o.ResetUrl = "https://example.com/reset#{token}");
        await host.RegisterConfirmedAsync();

        var token = await RequestAsync(host);

        Assert.That(host.Outbox.Last().Body, Does.Contain($"https://example.com/reset#{token}"));
    }

    private static async Task<string> RequestAsync(IdentityHost host)
    {
        host.Accounts.RequestPasswordReset("alice@example.com");
        await host.Get<AccountMailQueue>().DrainAsync(default);
        return Mailed.Token(host.Outbox.Last(m => m.Purpose == "identity.reset"));
    }
}
