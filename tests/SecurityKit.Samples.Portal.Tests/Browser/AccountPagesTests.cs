using Microsoft.Playwright;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>The other pages of an account, by what they change for the API.</summary>
public sealed class AccountPagesTests : BrowserTest
{
    [Test]
    public async Task AnAuthenticator_IsRemovedAfterAStepUpOnly()
    {
        await Page.SignUpAsync(Person.New());
        TotpDevice device = null!;
        await Page.SetUpAuthenticatorAsync(async page => device = await PortalPages.ReadSecretAsync(page));
        await Page.GotoAsync("/authenticators");
        await Page.Button("Remove Phone").ClickAsync();
        Assert.That(Page.Url, Does.Contain("/account/step-up"));
        await Page.Field("Code of your authenticator app").FillAsync(device.Next());
        await Page.Button("Confirm").ClickAsync();
        await Page.Button("Remove Phone").ClickAsync();
        await Page.GetByText("The authenticator is removed.").WaitForAsync();
    }

    [Test]
    public async Task AChangedPassword_SignsOtherDevicesOutAndKeepsThisOne()
    {
        var person = Person.New();
        await Page.SignUpAsync(person);
        await using var elsewhere = await NewContextAsync();
        var other = await elsewhere.NewPageAsync();
        await other.SignInAsync(person);

        await Page.GotoAsync("/account/password");
        await Page.Field("Current password").FillAsync(person.Password);
        await Page.Field("New password").FillAsync(Person.New().Password);
        await Page.Button("Change password").ClickAsync();
        await Page.GetByText("Your password is changed, and all other devices are signed out.").WaitForAsync();

        await other.GotoAsync("/devices");
        Assert.That(other.Url, Does.Contain("/account/sign-in"));
        await Page.GotoAsync("/devices");
        Assert.That(await Page.Locator(".rows li").CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task AnAddress_IsChangedByTheLinkInTheNewMailbox_AndTakenBackFromTheOld()
    {
        var person = Person.New();
        var wished = Person.New().Email;
        await Page.SignUpAsync(person);
        await Page.FollowMailAsync(person.Email, "Confirm your e-mail address");
        await Page.Button("Yes, this is my address").ClickAsync();
        await Page.GetByText("Your address is confirmed.").WaitForAsync();

        await Page.GotoAsync("/account/email");
        await Page.Field("New e-mail address").FillAsync(wished);
        await Page.Field("Your password").FillAsync("a wrong password");
        await Page.Button("Send the link").ClickAsync();
        await Page.GetByText("This is not your password.").WaitForAsync();
        await Page.Field("Your password").FillAsync(person.Password);
        await Page.Button("Send the link").ClickAsync();
        await Page.GetByText("A mail with a link is on its way to the new address.").WaitForAsync();
        await Page.GetByText(person.Email).WaitForAsync();

        await Page.FollowMailAsync(wished, "Confirm your new e-mail address");
        await Page.Button("Yes, use this address").ClickAsync();
        await Page.GetByText("This is your address now.").WaitForAsync();
        await Page.GotoAsync("/");
        await Page.GetByText(wished).WaitForAsync();

        await Page.FollowMailAsync(person.Email, "Your e-mail address was changed");
        await Page.Button("It was not me: take it back").ClickAsync();
        await Page.GetByText("The change is taken back.").WaitForAsync();
        await Page.GotoAsync("/devices");
        Assert.That(Page.Url, Does.Contain("/account/sign-in"), "Everybody is signed out.");
        await Page.FollowMailAsync(person.Email, "Set a new password");
        await Page.Field("New password").WaitForAsync();
    }

    [Test]
    public async Task AllOtherDevices_AreSignedOutAtOnce()
    {
        var person = Person.New();
        using var first = Portal.Client();
        using var second = Portal.Client();
        await person.EnterAsync(first);
        second.AccessToken = (await second.PostAsync("/login", person.Login))["accessToken"];
        await Page.SignInAsync(person);
        await Page.GotoAsync("/devices");
        await Page.Button("Sign out all 2 other devices").ClickAsync();
        await Page.GetByText("All other devices are signed out.").WaitForAsync();
        Assert.That((int)(await first.GetAsync("/me")).Status, Is.EqualTo(401));
        Assert.That((int)(await second.GetAsync("/me")).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task AMailedCode_CanBeSetUpAsAFactor()
    {
        var person = Person.New();
        await Page.SignUpAsync(person);
        await Page.GotoAsync("/authenticators/email");
        await Page.Field("E-mail address").FillAsync(person.Email);
        await Page.Button("Send a code").ClickAsync();
        var codeOf = new System.Text.RegularExpressions.Regex(@"\b\d{6}\b");
        var page = await Context.NewPageAsync();
        await page.GotoAsync("/outbox");
        var mail = await page.Locator("article").Filter(new() { HasText = person.Email }).Filter(new() { HasTextRegex = codeOf }).First.InnerTextAsync();
        await Page.Field("Code").FillAsync(codeOf.Match(mail).Value);
        await Page.Button("Activate").ClickAsync();
        await Page.GetByRole(AriaRole.Heading, new() { Name = "Your recovery codes" }).WaitForAsync();
    }
}
