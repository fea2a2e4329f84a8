using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

public sealed class AccountAdministrationTests
{
    [Test]
    public async Task Disable_StopsSignIn_AndEnable_AllowsIt()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync();

        Assert.That(await host.Accounts.DisableAsync(account.Subject, "left_company"), Is.True);
        Assert.That(await host.Accounts.DisableAsync(account.Subject), Is.False, "it is disabled already");
        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.InvalidCredentials>());
        Assert.That(
            host.EventsOf(SecurityEventTypes.AccountDisabled).Select(e => e.Reason), Is.EqualTo(new[] { "left_company", null }),
            "told again, so that a call that an outage interrupted can be completed");

        Assert.That(await host.Accounts.EnableAsync(account.Subject), Is.True);
        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.Verified>());
    }

    [Test]
    public async Task Delete_EndsTheAccount_FreesTheName_AndNeverReusesTheSubject()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync();

        Assert.That(await host.Accounts.DeleteAsync(account.Subject), Is.True);

        Assert.That(await host.Accounts.FindAsync(account.Subject), Is.Null);
        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.InvalidCredentials>());
        Assert.That(host.EventsOf(SecurityEventTypes.AccountDeleted), Has.Count.EqualTo(1));
        var again = await host.RegisterAsync();
        Assert.That(again.Subject, Is.Not.EqualTo(account.Subject));
    }

    [Test]
    public async Task List_TurnsPages_UntilTheEnd()
    {
        await using var host = new IdentityHost();
        foreach (var name in (string[])["carol", "alice", "bob"])
        {
            await host.RegisterAsync(name, null);
        }

        var first = await host.Accounts.ListAsync(count: 2);
        var second = await host.Accounts.ListAsync(first.Next, 2);

        Assert.That(first.Accounts.Select(a => a.UserName), Is.EqualTo(new[] { "alice", "bob" }));
        Assert.That(second.Accounts.Select(a => a.UserName), Is.EqualTo(new[] { "carol" }));
        Assert.That((first.Next, second.Next), Is.EqualTo(("bob", (string?)null)));
        Assert.That(async () => await host.Accounts.ListAsync(count: 1001), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That((await host.Accounts.ListAsync(count: 3)).Next, Is.Null, "a page that is full and the last has no next one");
    }

    [Test]
    public async Task CleanUp_RemovesWhatHasExpired_OnOneNodeAtATime()
    {
        await using var host = new IdentityHost();
        await host.RegisterConfirmedAsync();
        host.Accounts.RequestPasswordReset("alice@example.com");
        await host.Get<AccountMailQueue>().DrainAsync(default);
        await host.SignInAsync("alice", "wrong-password");
        host.Clock.Advance(TimeSpan.FromDays(4));
        var cleanUp = new IdentityCleanUp(
            host.Get<IActionTokenStore>(), host.Get<ILockoutStore>(), host.Get<IApiKeyStore>(), host.Get<IRoleStore>(), host.Get<ILeaseStore>(),
            host.Get<Microsoft.Extensions.Options.IOptionsMonitor<IdentityOptions>>(), host.Clock,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<IdentityCleanUp>.Instance);

        await cleanUp.RunOnceAsync(default);

        Assert.That(await host.Get<IActionTokenStore>().RemoveExpiredAsync(DateTimeOffset.MaxValue, default), Is.Zero);
        Assert.That(await host.Get<ILockoutStore>().RemoveStaleAsync(DateTimeOffset.MaxValue, default), Is.Zero);
    }
}
