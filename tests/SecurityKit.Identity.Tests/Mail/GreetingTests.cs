using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

/// <summary>A user name is chosen by whoever registers, and mail clients make links of what looks like one.</summary>
public sealed class GreetingTests
{
    private const string Name = "win-prizes.example";

    [Test]
    public async Task AStranger_IsNotGreetedByANameThatSomebodyElseChose()
    {
        await using var host = new IdentityHost();
        await host.RegisterAsync(Name, "stranger@example.org");
        var account = await host.RegisterConfirmedAsync("other-prizes.example", "mallory@example.net");
        await host.Accounts.RequestEmailChangeAsync(account.Subject, IdentityHost.Password, "another-stranger@example.org");

        await host.Get<AccountMailQueue>().DrainAsync(default);

        Assert.That(host.Outbox.Select(m => m.Purpose), Is.EqualTo(new[] { "identity.confirm", "identity.email_change" }));
        Assert.That(host.Outbox.Select(m => m.Body), Has.All.StartsWith("Hello,\n").And.None.Contains("prizes"));
    }

    [Test]
    public async Task WhoHasConfirmedTheAddress_IsGreetedByName()
    {
        await using var host = new IdentityHost();
        await host.RegisterConfirmedAsync(Name);
        host.Accounts.RequestPasswordReset("alice@example.com");

        await host.Get<AccountMailQueue>().DrainAsync(default);

        Assert.That(host.Outbox.Single().Body, Does.StartWith($"Hello {Name},"));
    }
}
