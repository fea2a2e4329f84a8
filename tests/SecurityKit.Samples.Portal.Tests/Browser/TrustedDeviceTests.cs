using Microsoft.Playwright;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>Remembering a device on its owner's pages, and forgetting it.</summary>
public sealed class TrustedDeviceTests : BrowserTest
{
    [Test]
    public async Task ARememberedDevice_SignsInWithThePasswordAlone_UntilItIsForgotten()
    {
        var person = Person.New();
        TotpDevice device = null!;
        await Page.SignUpAsync(person);
        await Page.SetUpAuthenticatorAsync(async page => device = await PortalPages.ReadSecretAsync(page));
        await Page.SignOutAsync();
        await Page.SignInAsync(person);
        await Page.GetByLabel("Remember this device for 30 days").CheckAsync();
        await Page.GiveCodeAsync("Code of your authenticator app", device.Next());
        await Page.GetByRole(AriaRole.Heading, new() { Name = $"Hello {person.UserName}" }).WaitForAsync();

        await Page.SignOutAsync();
        await Page.SignInAsync(person);
        await Page.GetByRole(AriaRole.Heading, new() { Name = $"Hello {person.UserName}" }).WaitForAsync();
        await Page.GetByText("proven by pwd, trusted_device").WaitForAsync();

        await Page.GotoAsync("/devices");
        await Page.GetByTestId("trusted").GetByRole(AriaRole.Button).ClickAsync();
        await Page.GetByText("From now on that device is asked for a second factor again.").WaitForAsync();
        await Page.SignOutAsync();
        await Page.SignInAsync(person);
        Assert.That(Page.Url, Does.Contain("/account/second-factor"));
    }
}
