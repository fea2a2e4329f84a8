using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

public sealed class SignInTests
{
    [TestCase("alice")]
    [TestCase("ALICE")]
    [TestCase("alice@example.com")]
    [TestCase("Alice@EXAMPLE.com")]
    public async Task SignIn_ByNameOrAddress_IsVerified(string login)
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterConfirmedAsync();

        var outcome = await host.SignInAsync(login);

        Assert.That(((SignInOutcome.Verified)outcome).Account.Subject, Is.EqualTo(account.Subject));
        Assert.That(host.EventsOf(IdentityEventTypes.PasswordVerified), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task UnknownName_WrongPassword_AndDisabledAccount_AreTheSameAnswerForTheSameWork()
    {
        await using var host = new IdentityHost();
        await host.RegisterAsync("alice", null);
        var disabled = await host.RegisterAsync("bob", null);
        await host.Accounts.DisableAsync(disabled.Subject);

        foreach (var (login, password) in new[] { ("nobody", IdentityHost.Password), ("alice", "wrong-password-entirely"), ("bob", IdentityHost.Password), ("bob", "wrong-password-entirely"), ("no name", "x") })
        {
            var verifications = host.Hasher.Verifications;
            var failures = host.EventsOf(IdentityEventTypes.SignInFailed).Count;

            var outcome = await host.SignInAsync(login, password);

            Assert.That(outcome, Is.EqualTo(new SignInOutcome.InvalidCredentials()));
            Assert.That(host.Hasher.Verifications - verifications, Is.EqualTo(1), login);
            Assert.That(host.EventsOf(IdentityEventTypes.SignInFailed), Has.Count.EqualTo(failures + 1), login);
        }
    }

    [Test]
    public async Task WhoIsProvenWithoutAPassword_IsAdmittedWhileTheAccountMaySignIn()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync();
        var admitted = (SignInOutcome.Verified)await host.Accounts.AdmitAsync(account.Subject);
        Assert.That(admitted.Account.LastSignInAt, Is.EqualTo(host.Clock.GetUtcNow()));
        Assert.That(host.EventsOf(IdentityEventTypes.SignInAdmitted), Has.Count.EqualTo(1));
        Assert.That(host.EventsOf(IdentityEventTypes.PasswordVerified), Is.Empty);

        for (var i = 0; i < 6; i++)
        {
            await host.SignInAsync("alice", "wrong-password-entirely");
        }

        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.Locked>());
        Assert.That(await host.Accounts.AdmitAsync(account.Subject), Is.InstanceOf<SignInOutcome.Verified>(), "guessed passwords keep nobody out");
        await host.Accounts.DisableAsync(account.Subject);
        Assert.That(await host.Accounts.AdmitAsync(account.Subject), Is.EqualTo(new SignInOutcome.InvalidCredentials()));
        Assert.That(await host.Accounts.AdmitAsync("nobody"), Is.EqualTo(new SignInOutcome.InvalidCredentials()));
    }

    [Test]
    public async Task WhoIsProvenWithoutAPassword_StillConfirmsTheAddressFirst()
    {
        await using var host = new IdentityHost(o => o.RequireConfirmedEmail = true);
        var account = await host.RegisterAsync();
        Assert.That(await host.Accounts.AdmitAsync(account.Subject), Is.InstanceOf<SignInOutcome.EmailNotConfirmed>());
    }

    [Test]
    public async Task AnUnpreparedPassword_AndAnAccountWithoutOne_AreTheSameWorkForKnownAndUnknownNames()
    {
        await using var host = new IdentityHost();
        await host.RegisterAsync("alice", null);
        var bare = await host.RegisterAsync("bob", null);
        var record = (await host.Get<IAccountStore>().FindAsync(bare.Subject, default))!;
        await host.Get<IAccountStore>().TryReplacePasswordAsync(
            new PasswordReplacement { Subject = bare.Subject, ExpectedVersion = record.PasswordVersion, Hash = string.Empty, ChangedAt = host.Clock.GetUtcNow(), History = [] }, default);

        foreach (var (password, work) in new[] { ("Cafe\u0301-wrong-password", 2), ("wrong-password-entirely", 1), (IdentityHost.Password, 1) })
        {
            foreach (var login in password == IdentityHost.Password ? ["bob", "nobody"] : (string[])["alice", "bob", "nobody"])
            {
                var before = host.Hasher.Verifications;
                Assert.That(await host.SignInAsync(login, password), Is.InstanceOf<SignInOutcome.InvalidCredentials>());
                Assert.That(host.Hasher.Verifications - before, Is.EqualTo(work), $"{login} {password}");
            }
        }
    }

    [Test]
    public async Task AHashOfWhatWasTypedUnprepared_Verifies_AndIsReplacedByOneOfThePreparedPassword()
    {
        const string Typed = "Cafe\u0301-au-lait-at-noon";
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync("alice", null);
        var store = host.Get<IAccountStore>();
        var record = (await store.FindAsync(account.Subject, default))!;
        await store.TryReplacePasswordAsync(
            new PasswordReplacement
            {
                Subject = account.Subject,
                ExpectedVersion = record.PasswordVersion,
                Hash = await host.Hasher.HashAsync(Typed),
                ChangedAt = host.Clock.GetUtcNow(),
                History = [],
            },
            default);

        Assert.That(await host.SignInAsync("alice", Typed), Is.InstanceOf<SignInOutcome.Verified>());
        Assert.That((await store.FindAsync(account.Subject, default))!.PasswordHash, Is.EqualTo(await host.Hasher.HashAsync("Caf\u00E9-au-lait-at-noon")));
        Assert.That(await host.SignInAsync("alice", "Caf\u00E9-au-lait-at-noon"), Is.InstanceOf<SignInOutcome.Verified>());
    }

    [Test]
    public async Task APasswordThatOthersReplaceDuringTheVerification_IsNotSignedIn_EvenWhenTheTimeOfTheChangeIsNotKept()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync("alice", null);
        var store = host.Get<IAccountStore>();
        var record = (await store.FindAsync(account.Subject, default))!;
        var another = await host.Hasher.HashAsync("a-password-of-somebody-else");
        host.Hasher.OnVerify = () => store.TryReplacePasswordAsync(
            new PasswordReplacement { Subject = account.Subject, ExpectedVersion = record.PasswordVersion, Hash = another, ChangedAt = record.PasswordChangedAt, History = [] },
            default).AsTask().GetAwaiter().GetResult();

        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.InvalidCredentials>());
        Assert.That(host.EventsOf(IdentityEventTypes.SignInFailed).Single().Reason, Is.EqualTo("changed_meanwhile"));
    }

    [TestCase("alice", true)]
    [TestCase("nobody", false)]
    public async Task FiveFailures_Lock_KnownAndUnknownNamesAlike(string login, bool isKnown)
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync("alice", null);
        for (var i = 0; i < 5; i++)
        {
            Assert.That(await host.SignInAsync(login, "wrong-password"), Is.EqualTo(new SignInOutcome.InvalidCredentials()));
        }

        var verifications = host.Hasher.Verifications;
        Assert.That(await host.SignInAsync(login), Is.EqualTo(new SignInOutcome.Locked(TimeSpan.FromMinutes(30))));
        Assert.That(host.Hasher.Verifications, Is.EqualTo(verifications), "a locked name is no way to spend the host's processor");
        Assert.That(host.EventsOf(IdentityEventTypes.LockedOut).Single().Subject, Is.EqualTo(isKnown ? account.Subject : null));

        host.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.Verified>());
    }

    [Test]
    public async Task ParallelGuesses_GetExactlyFiveTries()
    {
        await using var host = new IdentityHost();
        await host.RegisterAsync("alice", null);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 64).Select(
            i => Task.Run(async () => await host.SignInAsync("alice", $"guess-number-{i}"))));

        Assert.That(outcomes.Count(o => o is SignInOutcome.InvalidCredentials), Is.EqualTo(5));
        Assert.That(outcomes.Count(o => o is SignInOutcome.Locked), Is.EqualTo(59));
    }

    [Test]
    public async Task ARightPassword_DoesNotCountAsAFailure()
    {
        await using var host = new IdentityHost();
        await host.RegisterAsync("alice", null);

        for (var i = 0; i < 50; i++)
        {
            Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.Verified>());
        }
    }

    [Test]
    public async Task AnAttackerWhoKeepsLocking_DoesNotKeepTheOwnersDeviceOut()
    {
        await using var host = new IdentityHost();
        await host.RegisterAsync("alice", null);
        var device = ((SignInOutcome.Verified)await host.SignInAsync("alice")).DeviceToken;

        for (var day = 0; day < 30; day++)
        {
            for (var i = 0; i < 40; i++)
            {
                await host.SignInAsync("alice", "wrong-password");
            }

            Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.Locked>(), "from anywhere else");
            var outcome = await host.SignInAsync("alice", deviceToken: device);
            Assert.That(outcome, Is.InstanceOf<SignInOutcome.Verified>(), "from the owner's device");
            device = ((SignInOutcome.Verified)outcome).DeviceToken;
            host.Clock.Advance(TimeSpan.FromDays(1));
        }
    }

    [Test]
    public async Task ADeviceToken_HasFiveTriesOfItsOwn_AndIsNothingForAnotherAccount()
    {
        await using var host = new IdentityHost();
        await host.RegisterAsync("alice", null);
        await host.RegisterAsync("mallory", null);
        var device = ((SignInOutcome.Verified)await host.SignInAsync("mallory")).DeviceToken;

        for (var i = 0; i < 5; i++)
        {
            await host.SignInAsync("alice", "wrong-password", device);
        }

        Assert.That(await host.SignInAsync("alice", deviceToken: null), Is.InstanceOf<SignInOutcome.Locked>(), "counted on the account");
        for (var i = 0; i < 5; i++)
        {
            Assert.That(await host.SignInAsync("mallory", "wrong-password", device), Is.InstanceOf<SignInOutcome.InvalidCredentials>());
        }

        Assert.That(await host.SignInAsync("mallory", deviceToken: device), Is.InstanceOf<SignInOutcome.Locked>());
        Assert.That(await host.SignInAsync("mallory"), Is.InstanceOf<SignInOutcome.Verified>(), "the account itself is not locked");
    }

    [Test]
    public async Task ADeviceToken_ThatIsForgedOrTooOld_CountsAsNone()
    {
        await using var host = new IdentityHost();
        await host.RegisterAsync("alice", null);
        var device = ((SignInOutcome.Verified)await host.SignInAsync("alice")).DeviceToken;
        for (var i = 0; i < 5; i++)
        {
            await host.SignInAsync("alice", "wrong-password");
        }

        foreach (var forged in TokenMutations.Of(device))
        {
            Assert.That(await host.SignInAsync("alice", deviceToken: forged), Is.InstanceOf<SignInOutcome.Locked>(), forged);
        }

        host.Clock.Advance(TimeSpan.FromDays(180));
        for (var i = 0; i < 5; i++)
        {
            await host.SignInAsync("alice", "wrong-password", device);
        }

        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.Locked>());
    }

    [Test]
    public async Task Unlock_EndsALock_AndSaysSo()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync("alice", null);
        for (var i = 0; i < 5; i++)
        {
            await host.SignInAsync("alice", "wrong-password");
        }

        Assert.That(await host.Accounts.UnlockAsync(account.Subject), Is.True);

        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.Verified>());
        Assert.That(host.EventsOf(IdentityEventTypes.Unlocked), Has.Count.EqualTo(1));
        Assert.That(await host.Accounts.UnlockAsync(account.Subject), Is.False);
    }

    [Test]
    public async Task AnOlderHash_IsReplacedAtSignIn_WithoutCountingAsAChange()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync("alice", null);
        host.Hasher.Version = "2";
        host.Clock.Advance(TimeSpan.FromDays(1));

        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.Verified>());

        var record = await host.Get<IAccountStore>().FindAsync(account.Subject, default);
        Assert.That(record!.PasswordHash, Does.StartWith("$test$2$"));
        Assert.That(record.PasswordChangedAt, Is.EqualTo(account.PasswordChangedAt));
        Assert.That(record.PasswordHistory, Is.Empty);
        Assert.That(host.EventsOf(IdentityEventTypes.PasswordRehashed), Has.Count.EqualTo(1));
        Assert.That(host.EventsOf(IdentityEventTypes.PasswordChanged), Is.Empty);
        var hashes = host.Hasher.Hashes;
        await host.SignInAsync("alice");
        Assert.That(host.Hasher.Hashes, Is.EqualTo(hashes));
    }

    [Test]
    public async Task ParallelSignInsThatRehash_AllSucceed()
    {
        await using var host = new IdentityHost();
        await host.RegisterAsync("alice", null);
        host.Hasher.Version = "2";
        var options = Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await host.SignInAsync("alice")));

        Assert.That(await Task.WhenAll(options), Is.All.InstanceOf<SignInOutcome.Verified>());
    }

    [Test]
    public async Task AnAccountDisabledDuringTheVerification_IsNotSignedIn()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync("alice", null);
        host.Hasher.OnVerify = () => host.Get<IAccountStore>().TrySetStatusAsync(account.Subject, AccountStatus.Disabled, default).AsTask().GetAwaiter().GetResult();

        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.InvalidCredentials>());
        Assert.That(host.EventsOf(IdentityEventTypes.SignInFailed).Single().Reason, Is.EqualTo("changed_meanwhile"));
    }

    [Test]
    public async Task RequireConfirmedEmail_HoldsBackUntilTheMailedTokenWasUsed()
    {
        await using var host = new IdentityHost(o => o.RequireConfirmedEmail = true);
        await host.RegisterAsync();

        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.EmailNotConfirmed>());
        Assert.That(await host.SignInAsync("alice", "wrong-password"), Is.InstanceOf<SignInOutcome.InvalidCredentials>());
        await host.Get<AccountMailQueue>().DrainAsync(default);
        var token = Mailed.Token(host.Outbox.Last());
        Assert.That(await host.Accounts.ConfirmEmailAsync(token), Is.EqualTo(EmailConfirmation.Confirmed));

        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.Verified>());
        Assert.That(await host.Accounts.ConfirmEmailAsync(token), Is.EqualTo(EmailConfirmation.Invalid), "it works once");
    }

    [Test]
    public async Task Events_NeverCarryANameAnAddressOrAPassword()
    {
        await using var host = new IdentityHost();
        await host.RegisterAsync("alice-the-first", "alice-the-first@example.com");
        await host.SignInAsync("alice-the-first");
        await host.SignInAsync("alice-the-first", "wrong-password");
        await host.SignInAsync("nobody-at-all");

        foreach (var securityEvent in host.Events)
        {
            var text = string.Join('|', [securityEvent.ToString(), .. securityEvent.Data.Values]);
            Assert.That(text, Does.Not.Contain("the-first").And.Not.Contain("nobody-at-all").And.Not.Contain("password-42"));
        }
    }
}
