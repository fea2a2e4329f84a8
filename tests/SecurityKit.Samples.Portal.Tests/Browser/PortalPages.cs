using Microsoft.Playwright;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>What people do on the pages, by what the pages say to them.</summary>
internal static class PortalPages
{
    internal static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    internal static ILocator Field(this IPage page, string label) => page.GetByLabel(label, new() { Exact = true });

    internal static ILocator Link(this IPage page, string name) => page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    /// <summary>Signs up; the browser is signed in then.</summary>
    internal static async Task SignUpAsync(this IPage page, Person person)
    {
        await page.GotoAsync("/account/sign-up");
        await page.Field("User name").FillAsync(person.UserName);
        await page.GetByLabel("E-mail address").FillAsync(person.Email);
        await page.Field("Password").FillAsync(person.Password);
        await page.Button("Create account").ClickAsync();
        await page.ArriveAtAsync(@"/\?done=registered$");
    }

    internal static async Task SignInAsync(this IPage page, Person person)
    {
        await page.GotoAsync("/account/sign-in");
        await page.Field("User name or e-mail address").FillAsync(person.UserName);
        await page.Field("Password").FillAsync(person.Password);
        await page.Button("Sign in").ClickAsync();
        await page.ArriveAtAsync("^(?!.*/account/sign-in)");
    }

    internal static async Task SignOutAsync(this IPage page)
    {
        await page.Button("Sign out").ClickAsync();
        await page.GetByText("You are signed out.").WaitForAsync();
    }

    internal static async Task<string[]> SetUpAuthenticatorAsync(this IPage page, Func<IPage, Task<TotpDevice>> scan)
    {
        await page.GotoAsync("/authenticators/totp");
        await page.Button("Show the QR code").ClickAsync();
        var device = await scan(page);
        await page.Field("Code").FillAsync(device.Next());
        await page.Button("Activate").ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Your recovery codes" }).WaitForAsync();
        return [.. await page.GetByTestId("recovery-codes").Locator("code").AllInnerTextsAsync()];
    }

    internal static async Task GiveCodeAsync(this IPage page, string label, string code)
    {
        await page.Field(label).FillAsync(code);
        await page.Button("Go on").ClickAsync();
    }

    /// <summary>Scans the QR code with a camera: from a picture of the page.</summary>
    internal static async Task<TotpDevice> ScanAsync(IPage page)
    {
        var uri = new Uri(await QrReader.ReadAsync(await page.Locator(".qr").ScreenshotAsync()));
        Assert.That((uri.Scheme, uri.Host), Is.EqualTo(("otpauth", "totp")));
        return new TotpDevice(System.Web.HttpUtility.ParseQueryString(uri.Query)["secret"]!);
    }

    /// <summary>Reads the secret that stands beside the QR code, for who cannot scan it.</summary>
    internal static async Task<TotpDevice> ReadSecretAsync(IPage page) => new((await page.GetByTestId("secret").TextContentAsync())!);

    /// <summary>Follows the link of the newest message to an address.</summary>
    internal static async Task FollowMailAsync(this IPage page, string address, string title)
    {
        var mail = page.Locator("article").Filter(new() { HasText = address }).Filter(new() { HasText = title }).First;
        for (var tries = 0; ; tries++)
        {
            await page.GotoAsync("/outbox");
            if (await mail.CountAsync() > 0)
            {
                break;
            }

            Assert.That(tries, Is.LessThan(200), "The message did not come.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        await mail.GetByRole(AriaRole.Link).ClickAsync();
    }
}
