using Microsoft.Playwright;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>The ways back in, and the ones that must stay closed.</summary>
public sealed class RecoveryTests : BrowserTest
{
    [Test]
    public async Task AForgottenPassword_IsSetByTheLinkOfTheMailOnce_AndDoesNotBypassTheSecondFactor()
    {
        var person = Person.New();
        await Page.SignUpAsync(person);
        await Page.SetUpAuthenticatorAsync(PortalPages.ReadSecretAsync);
        await Page.FollowMailAsync(person.Email, "Confirm your e-mail address");
        await Page.Button("Yes, this is my address").ClickAsync();
        await Page.GetByText("Your address is confirmed.").WaitForAsync();
        await Page.SignOutAsync();

        await Page.GotoAsync("/account/forgot");
        await Page.Field("E-mail address").FillAsync(person.Email);
        await Page.Button("Send the link").ClickAsync();
        await Page.GetByText("If an account has this confirmed address").WaitForAsync();
        await Page.FollowMailAsync(person.Email, "Set a new password");
        var link = Page.Url;
        var changed = Person.New() with { UserName = person.UserName };
        await Page.Field("New password").FillAsync(changed.Password);
        await Page.Button("Set the password").ClickAsync();
        await Page.GetByText("Your password is changed. Sign in with it now.").WaitForAsync();

        await Page.GotoAsync(link);
        await Page.Field("New password").FillAsync(Person.New().Password);
        await Page.Button("Set the password").ClickAsync();
        await Page.GetByText("not good any more").WaitForAsync();

        await Page.SignInAsync(changed);
        Assert.That(Page.Url, Does.Contain("/account/second-factor"));
    }

    [Test]
    public async Task ARecoveryCode_SignsInOnce_AndIsCountedDown()
    {
        var person = Person.New();
        await Page.SignUpAsync(person);
        var codes = await Page.SetUpAuthenticatorAsync(PortalPages.ReadSecretAsync);
        for (var time = 0; time < 2; time++)
        {
            await Page.SignOutAsync();
            await Page.SignInAsync(person);
            await Page.Link("Recovery code").ClickAsync();
            await Page.GiveCodeAsync("One of your recovery codes", codes[time]);
            await Page.GetByText($"{9 - time} of 10 recovery codes left.").WaitForAsync();
        }

        await Page.SignOutAsync();
        await Page.SignInAsync(person);
        await Page.Link("Recovery code").ClickAsync();
        await Page.GiveCodeAsync("One of your recovery codes", codes[0]);
        await Page.GetByText("wrong").WaitForAsync();
    }
}
