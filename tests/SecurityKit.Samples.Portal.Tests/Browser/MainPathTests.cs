using Microsoft.Playwright;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>What a visitor does first: sign up, scan the QR code, sign in with it, revoke a device; in a browser as it comes.</summary>
public class MainPathTests : BrowserTest
{
    [Test]
    public async Task AVisitor_SignsUpScansTheCodeSignsInWithItAndRevokesADevice()
    {
        var person = Person.New();
        await Page.GotoAsync("/");
        await Page.Link("Create an account").ClickAsync();
        await Page.SignUpAsync(person);
        TotpDevice device = null!;
        var recoveryCodes = await Page.SetUpAuthenticatorAsync(async page => device = await PortalPages.ScanAsync(page));
        Assert.That(recoveryCodes, Has.Length.EqualTo(10).And.Unique);

        await using var elsewhere = await NewContextAsync(Options);
        var other = await elsewhere.NewPageAsync();
        await other.SignInAsync(person);
        Assert.That(other.Url, Does.Contain("/account/second-factor"));
        await other.GiveCodeAsync("Code of your authenticator app", device.Next());
        await other.GetByRole(AriaRole.Heading, new() { Name = $"Hello {person.UserName}" }).WaitForAsync();

        await Page.GotoAsync("/devices");
        Assert.That(await Page.Locator(".rows li").CountAsync(), Is.EqualTo(2));
        await Page.Locator(".rows").GetByRole(AriaRole.Button).ClickAsync();
        await Page.GetByText("That device is signed out. Its tokens are dead.").WaitForAsync();
        await other.GotoAsync("/devices");
        Assert.That(other.Url, Does.Contain("/account/sign-in?returnUrl="), "The revoked device is out at its next request.");
    }
}
