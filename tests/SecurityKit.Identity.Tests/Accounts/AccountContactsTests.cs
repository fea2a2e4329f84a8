using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

public sealed class AccountContactsTests
{
    [Test]
    public async Task GetEmail_TellsAConfirmedAddressOnly()
    {
        await using var host = new IdentityHost(o => o.RequireConfirmedEmail = true);
        var account = await host.RegisterAsync();
        var contacts = host.Get<ISubjectContacts>();
        Assert.That(await contacts.GetEmailAsync(account.Subject, default), Is.Null, "nobody has confirmed it");

        await host.Get<AccountMailQueue>().DrainAsync(default);
        await host.Accounts.ConfirmEmailAsync(Mailed.Token(host.Outbox.Last()));

        Assert.That(await contacts.GetEmailAsync(account.Subject, default), Is.EqualTo("alice@example.com"));
        Assert.That(await contacts.GetEmailAsync("nobody", default), Is.Null);
    }
}
