using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

public sealed class RegistrationTests
{
    [Test]
    public async Task Register_KeepsOnlyAHash_AndSaysSo()
    {
        await using var host = new IdentityHost();

        var account = await host.RegisterAsync("Alice");

        var record = await host.Get<IAccountStore>().FindAsync(account.Subject, default);
        Assert.That(record!.PasswordHash, Does.Not.Contain(IdentityHost.Password));
        Assert.That(record.UserName, Is.EqualTo("Alice"));
        Assert.That(host.EventsOf(IdentityEventTypes.Registered).Single().Subject, Is.EqualTo(account.Subject));
    }

    [TestCase("alice")]
    [TestCase("ALICE")]
    [TestCase("Ａlice")]
    public async Task Register_OfANameInAnotherForm_IsTaken(string name)
    {
        await using var host = new IdentityHost();
        await host.RegisterAsync("Alice");

        var outcome = await host.Accounts.RegisterAsync(new RegisterRequest(name, null, IdentityHost.Password));

        Assert.That(outcome, Is.InstanceOf<RegistrationOutcome.NameTaken>());
    }

    [Test]
    public async Task Register_OfAHomograph_IsTaken()
    {
        await using var host = new IdentityHost();
        await host.RegisterAsync("coco");

        Assert.That(
            await host.Accounts.RegisterAsync(new RegisterRequest("сосо", null, IdentityHost.Password)),
            Is.InstanceOf<RegistrationOutcome.NameTaken>());
        Assert.That(
            await host.Accounts.RegisterAsync(new RegisterRequest("cосo", null, IdentityHost.Password)),
            Is.InstanceOf<RegistrationOutcome.Refused>());
    }

    [Test]
    public async Task Register_OfOneNameInParallel_ExactlyOneWins()
    {
        await using var host = new IdentityHost();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(
            i => Task.Run(async () => await host.Accounts.RegisterAsync(
                new RegisterRequest(i % 2 == 0 ? "alice" : "ALICE", null, IdentityHost.Password)))));

        Assert.That(outcomes.OfType<RegistrationOutcome.Registered>().Count(), Is.EqualTo(1));
        Assert.That(outcomes.OfType<RegistrationOutcome.NameTaken>().Count(), Is.EqualTo(31));
    }

    [Test]
    public async Task Register_OfAHostileInput_IsRefusedBeforeAnyWork()
    {
        await using var host = new IdentityHost();
        (string, string)[] inputs =
        [
            (new string('a', 1024 * 1024), IdentityHost.Password),
            ("al\u0007ice", IdentityHost.Password),
            ("alice", new string('p', 10_000)),
            ("alice", new string('\uD83D', 40)),
            ("alice", "with\u0000a-zero-inside-it"),
        ];

        foreach (var (name, password) in inputs)
        {
            var outcome = await host.Accounts.RegisterAsync(new RegisterRequest(name, null, password));
            Assert.That(outcome, Is.InstanceOf<RegistrationOutcome.Refused>());
            Assert.That(((RegistrationOutcome.Refused)outcome).Problems.Select(p => p.Message), Has.None.Contains(password));
        }

        Assert.That(host.Hasher.Hashes, Is.Zero);
    }

    [Test]
    public async Task Register_ReportsEveryProblemAtOnce()
    {
        await using var host = new IdentityHost();

        var outcome = (RegistrationOutcome.Refused)await host.Accounts.RegisterAsync(new RegisterRequest("a b", "no address", "password"));

        Assert.That(outcome.Problems.Select(p => p.Input), Is.SupersetOf(new[] { "userName", "email", "password" }));
    }

    [Test]
    public async Task Register_WithAnAddressInUse_AnswersAsWithAFreeOne()
    {
        await using var host = new IdentityHost();
        await host.RegisterAsync("alice", "shared@example.com");

        var outcome = await host.Accounts.RegisterAsync(new RegisterRequest("mallory", "shared@example.com", IdentityHost.Password));

        Assert.That(outcome, Is.InstanceOf<RegistrationOutcome.Registered>());
    }

    [Test]
    public async Task Register_WithoutASender_Works()
    {
        await using var host = new IdentityHost(canSendMail: false);

        Assert.That(await host.RegisterAsync(), Is.Not.Null);
        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.Verified>());
    }

    [Test]
    public void ToString_OfWhatHoldsASecret_DoesNotShowIt()
    {
        var texts = new object[]
        {
            new RegisterRequest("alice", "alice@example.com", "secret"),
            new SignInRequest("alice", "secret") { DeviceToken = "secret" },
            new PasswordResetOutcome.Reset("s", "secret"),
            new SignInOutcome.Verified(new Account { Subject = "s", UserName = "alice", Status = AccountStatus.Active, CreatedAt = default, PasswordChangedAt = default }, "secret", false),
            new PasswordReplacement { Subject = "s", ExpectedVersion = 1, Hash = "secret", ChangedAt = default, History = ["secret"] },
            new ActionToken { Hash = "secret", Purpose = ActionPurpose.PasswordReset, Subject = "s", EmailKey = "alice@example.com", PasswordVersion = 1, ExpiresAt = default },
            new AccountRecord { Subject = "s", UserName = "alice", NameKey = "alice", NameSkeleton = "alice", Status = AccountStatus.Active, CreatedAt = default, PasswordHash = "secret", PasswordVersion = 1, PasswordChangedAt = default },
        }.Select(o => o.ToString());

        Assert.That(texts, Has.None.Contains("secret").And.None.Contains("alice"));
    }
}
