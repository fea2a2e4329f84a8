using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

public sealed class PasswordChangeTests
{
    private const string New = "quite-another-sentence-7";

    [Test]
    public async Task Change_ReplacesThePassword_AndNamesTheSessionThatStays()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync();

        Assert.That(
            await host.Accounts.ChangePasswordAsync(account.Subject, IdentityHost.Password, New, "session-1"),
            Is.InstanceOf<PasswordChangeOutcome.Changed>());

        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.InvalidCredentials>());
        Assert.That(await host.SignInAsync("alice", New), Is.InstanceOf<SignInOutcome.Verified>());
        var changed = host.EventsOf(SecurityEventTypes.PasswordChanged).Single();
        Assert.That(changed.Subject, Is.EqualTo(account.Subject));
        Assert.That(changed.Data[SecurityEventTypes.KeptSessionData], Is.EqualTo("session-1"));
    }

    [Test]
    public async Task Change_WithAWrongPassword_LocksAfterFive_ApartFromTheSignIn()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.That(
                await host.Accounts.ChangePasswordAsync(account.Subject, "wrong-password", New, null),
                Is.InstanceOf<PasswordChangeOutcome.InvalidCredentials>());
        }

        Assert.That(
            await host.Accounts.ChangePasswordAsync(account.Subject, IdentityHost.Password, New, null),
            Is.EqualTo(new PasswordChangeOutcome.Locked(TimeSpan.FromMinutes(30))));
        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.Verified>());
    }

    [Test]
    public async Task Change_ToOneOfTheLastFive_IsRefused_AndTheSixthIsFreeAgain()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync();
        var current = IdentityHost.Password;
        for (var i = 0; i < 6; i++)
        {
            var outcome = await host.Accounts.ChangePasswordAsync(account.Subject, current, IdentityHost.Password, null);
            Assert.That(((PasswordChangeOutcome.Refused)outcome).Problems.Single().Code, Is.EqualTo("used_before"), $"after {i} changes");
            var next = $"a-sentence-with-number-{i}";
            Assert.That(await host.Accounts.ChangePasswordAsync(account.Subject, current, next, null), Is.InstanceOf<PasswordChangeOutcome.Changed>());
            current = next;
        }

        Assert.That(
            await host.Accounts.ChangePasswordAsync(account.Subject, current, IdentityHost.Password, null),
            Is.InstanceOf<PasswordChangeOutcome.Changed>());
    }

    [Test]
    public async Task Change_InParallel_ExactlyOneWins()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
            await host.Accounts.ChangePasswordAsync(account.Subject, IdentityHost.Password, $"a-sentence-with-number-{i}", null))));

        Assert.That(outcomes.OfType<PasswordChangeOutcome.Changed>().Count(), Is.EqualTo(1));
        Assert.That(host.EventsOf(SecurityEventTypes.PasswordChanged), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Change_OfADisabledOrUnknownAccount_IsInvalid()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync();
        await host.Accounts.DisableAsync(account.Subject);

        Assert.That(await host.Accounts.ChangePasswordAsync(account.Subject, IdentityHost.Password, New, null), Is.InstanceOf<PasswordChangeOutcome.InvalidCredentials>());
        Assert.That(await host.Accounts.CheckPasswordAsync("nobody", IdentityHost.Password), Is.InstanceOf<PasswordCheckOutcome.Invalid>());
    }

    [Test]
    public async Task CheckPassword_TellsRightFromWrong()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync();

        Assert.That(await host.Accounts.CheckPasswordAsync(account.Subject, IdentityHost.Password), Is.InstanceOf<PasswordCheckOutcome.Verified>());
        Assert.That(await host.Accounts.CheckPasswordAsync(account.Subject, "wrong-password"), Is.InstanceOf<PasswordCheckOutcome.Invalid>());
    }

    [Test]
    public async Task MaxAge_WhenSet_SaysThatThePasswordHasExpired()
    {
        await using var host = new IdentityHost(o => o.Password.MaxAge = TimeSpan.FromDays(90));
        await host.RegisterAsync();
        host.Clock.Advance(TimeSpan.FromDays(89));
        Assert.That(((SignInOutcome.Verified)await host.SignInAsync("alice")).IsPasswordExpired, Is.False);
        host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.That(((SignInOutcome.Verified)await host.SignInAsync("alice")).IsPasswordExpired, Is.True);
    }
}
