using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

/// <summary>Signing in tells nobody which address belongs to whom.</summary>
public sealed class IdentifierTests
{
    private const string Email = "alice@example.com";
    private const string Wrong = "wrong-password-entirely";

    [Test]
    public async Task AnAddressThatIsOnlyClaimed_SignsNobodyIn_AndTellsNotWhetherSomebodyElseHasIt()
    {
        await using var host = new IdentityHost();
        await host.RegisterAsync("zed", "free@example.com");
        await host.RegisterAsync("mallory", Email);

        var free = await WorkOfAsync(host, "free@example.com");
        await host.RegisterConfirmedAsync(password: "the-owners-own-sentence");
        var taken = await WorkOfAsync(host, Email);

        Assert.That(taken, Is.EqualTo(free));
        Assert.That(taken.Outcome, Is.EqualTo(new SignInOutcome.InvalidCredentials()));
        Assert.That(await host.SignInAsync("mallory"), Is.InstanceOf<SignInOutcome.Verified>(), "by its name");
        Assert.That(await host.SignInAsync(Email, "the-owners-own-sentence"), Is.InstanceOf<SignInOutcome.Verified>());
        Assert.That((await host.Accounts.FindByLoginAsync("free@example.com"))!.UserName, Is.EqualTo("zed"), "an administrator finds it");
    }

    [Test]
    public async Task WithAConfirmedAddressRequired_OneThatIsNotIsUnknown_AndNoMailIsSent()
    {
        await using var host = new IdentityHost(o => o.RequireConfirmedEmail = true);
        await host.RegisterAsync();
        await host.Get<AccountMailQueue>().DrainAsync(default);
        host.Outbox.Clear();

        Assert.That(await host.SignInAsync(Email), Is.EqualTo(new SignInOutcome.InvalidCredentials()));

        await host.Get<AccountMailQueue>().DrainAsync(default);
        Assert.That(host.Outbox, Is.Empty);
    }

    [Test]
    public async Task FailuresWithBothIdentifiersOfAnAccount_ShowNoLock_ThatTwoStrangersWouldNot()
    {
        await using var host = new IdentityHost();
        await host.RegisterConfirmedAsync();
        string[] tries = ["{0}", "{0}", "{0}", "{0}", "{1}", "{0}", "{0}", "{1}", "{1}", "{1}", "{1}", "{1}"];

        var known = await AllAsync(host, tries, "alice", Email);
        var strangers = await AllAsync(host, tries, "nobody", "somebody@example.com");

        Assert.That(known, Is.EqualTo(strangers));
        Assert.That(known[5], Is.EqualTo(nameof(SignInOutcome.InvalidCredentials)), "five failures in all, four with this name");
        Assert.That(known[6], Is.EqualTo(nameof(SignInOutcome.Locked)));
        Assert.That(known[^1], Is.EqualTo(nameof(SignInOutcome.Locked)));
    }

    [Test]
    public async Task AnAccountLockedUnderItsOtherIdentifier_TakesNoPassword_InTheSameWork()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterConfirmedAsync();
        for (var i = 0; i < 5; i++)
        {
            await host.SignInAsync("alice", Wrong);
        }

        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.Locked>(), "the owner is told by the name that was attacked");
        var verifications = host.Hasher.Verifications;
        Assert.That(await host.SignInAsync(Email), Is.EqualTo(new SignInOutcome.InvalidCredentials()), "no guess is answered");
        Assert.That(host.Hasher.Verifications - verifications, Is.EqualTo(1));
        Assert.That(host.EventsOf(IdentityEventTypes.SignInFailed)[^1].Reason, Is.EqualTo("locked"));
        Assert.That(host.EventsOf(IdentityEventTypes.LockedOut), Has.Count.EqualTo(1));

        Assert.That(await host.Accounts.UnlockAsync(account.Subject), Is.True);
        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.Verified>());
        Assert.That(await host.SignInAsync(Email), Is.InstanceOf<SignInOutcome.Verified>());
    }

    [Test]
    public async Task KnownAndUnknownNames_CountTheSameNumberOfAttempts()
    {
        CountingLockoutStore? lockouts = null;
        await using var host = new IdentityHost(
            build: kit => kit.Services.AddSingleton<ILockoutStore>(p => lockouts = new CountingLockoutStore(p.GetRequiredService<TimeProvider>())));
        await host.RegisterConfirmedAsync();

        foreach (var login in (string[])["alice", Email, "nobody", "nobody@example.com"])
        {
            var before = lockouts?.Attempts ?? 0;
            await host.SignInAsync(login, Wrong);
            Assert.That(lockouts!.Attempts - before, Is.EqualTo(2), login);
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task ADeviceFromBeforeANewPassword_HasNoTriesOfItsOwn(bool isReset)
    {
        const string New = "quite-another-sentence-7";
        await using var host = new IdentityHost();
        var account = await host.RegisterConfirmedAsync();
        var gathered = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            gathered.Add(((SignInOutcome.Verified)await host.SignInAsync("alice")).DeviceToken);
        }

        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var kept = isReset ? await ResetAsync(host, New) : await ChangeAsync(host, account.Subject, New);
        for (var i = 0; i < 5; i++)
        {
            Assert.That(await host.SignInAsync("alice", Wrong, gathered[i % 3]), Is.InstanceOf<SignInOutcome.InvalidCredentials>());
        }

        Assert.That(await host.SignInAsync("alice", New, gathered[0]), Is.InstanceOf<SignInOutcome.Locked>());
        Assert.That(await host.SignInAsync("alice", New, kept), Is.InstanceOf<SignInOutcome.Verified>(), "the device that set the password is known");
    }

    private static async Task<string> ChangeAsync(IdentityHost host, string subject, string password) =>
        ((PasswordChangeOutcome.Changed)await host.Accounts.ChangePasswordAsync(subject, IdentityHost.Password, password, null)).DeviceToken;

    private static async Task<string> ResetAsync(IdentityHost host, string password)
    {
        host.Accounts.RequestPasswordReset(Email);
        await host.Get<AccountMailQueue>().DrainAsync(default);
        var token = Mailed.Token(host.Outbox.Last(m => m.Purpose == "identity.reset"));
        return ((PasswordResetOutcome.Reset)await host.Accounts.ResetPasswordAsync(token, password)).DeviceToken;
    }

    private static async Task<(SignInOutcome Outcome, int Verifications, int Events)> WorkOfAsync(IdentityHost host, string login)
    {
        var (verifications, events) = (host.Hasher.Verifications, host.Events.Count);
        var outcome = await host.SignInAsync(login);
        return (outcome, host.Hasher.Verifications - verifications, host.Events.Count - events);
    }

    private static async Task<List<string>> AllAsync(IdentityHost host, string[] tries, string name, string email)
    {
        var answers = new List<string>();
        foreach (var one in tries)
        {
            answers.Add((await host.SignInAsync(one == "{0}" ? name : email, Wrong)).GetType().Name);
        }

        return answers;
    }
}
