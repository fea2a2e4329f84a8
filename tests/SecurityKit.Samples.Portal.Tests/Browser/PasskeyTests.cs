using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>Passkeys in a real browser with an authenticator of its own. They belong to a name, so these tests open the portal by it.</summary>
public sealed class PasskeyTests : BrowserTest
{
    private const string NotGood = "This passkey is not good here.";

    private VirtualAuthenticator _authenticator = null!;

    protected override Uri Address => new($"http://localhost:{Portal.Address.Port}");

    /// <summary>The console has no icon, and a browser may ask the site for one.</summary>
    protected override IReadOnlyList<string> ExpectedComplaints => ["/favicon.ico"];

    [SetUp]
    public async Task AddAuthenticatorAsync() => _authenticator = await VirtualAuthenticator.AddAsync(Page);

    [Test]
    public async Task APasskey_IsRegisteredAndSignsInWithoutAPassword()
    {
        var person = Person.New();
        await Page.SignUpAsync(person);
        Assert.That(await RegisterAsync(Page), Has.Length.EqualTo(10).And.Unique);
        Assert.That(await _authenticator.CountAsync(), Is.EqualTo(1));
        await Page.SignOutAsync();
        await AskAsync(Page);
        await Page.GetByRole(AriaRole.Heading, new() { Name = $"Hello {person.UserName}" }).WaitForAsync();
        await Page.GetByText(new Regex("Assurance level (2|3), proven by (swk|hwk), mfa")).WaitForAsync();
    }

    [Test]
    public async Task APasskey_IsRenamedStepsUpAndIsRemoved_AndThenIsRefused()
    {
        var person = Person.New();
        await Page.SignUpAsync(person);
        await RegisterAsync(Page);
        await Page.GotoAsync("/authenticators");
        await Page.GetByText("Rename Passkey").ClickAsync();
        await Page.Field("New name of Passkey").FillAsync("Laptop");
        await Page.Button("Save the new name of Passkey").ClickAsync();
        await Page.GetByText("The authenticator has its new name.").WaitForAsync();

        await Page.Button("Remove Laptop").ClickAsync();
        await Page.ArriveAtAsync("/account/step-up");
        await Page.Button("Use your passkey").ClickAsync();
        await Page.Button("Remove Laptop").ClickAsync();
        await Page.GetByText("The authenticator is removed.").WaitForAsync();
        await Page.SignOutAsync();
        Assert.That(await _authenticator.CountAsync(), Is.EqualTo(1), "the device still holds the key");
        await AskAsync(Page);
        await Page.GetByText(NotGood).WaitForAsync();
    }

    [Test]
    public async Task InTheConsole_APasskeyStepsUpOnThePortalsPage_AndLeadsBack()
    {
        await Page.SignUpAsync(Person.New());
        await RegisterAsync(Page);
        await Page.GotoAsync("/security/recovery-codes/replace");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Use your passkey" }).ClickAsync();
        await Page.ArriveAtAsync(@"/account/step-up\?returnUrl=");
        await Page.Button("Use your passkey").ClickAsync();
        await Page.ArriveAtAsync("/security/recovery-codes/replace$");
        await Page.GetByText("You gave your second factor a short while ago").WaitForAsync();
        await Page.Locator("button.danger").ClickAsync();
        await Page.GetByText("Your new recovery codes").WaitForAsync();
        Assert.That(await Page.Locator(".codes li").CountAsync(), Is.EqualTo(10));
    }

    [Test]
    public async Task APasskey_IsTheSecondStepOfASignInWithAPassword()
    {
        var person = Person.New();
        await Page.SignUpAsync(person);
        await RegisterAsync(Page);
        await Page.SignOutAsync();
        await Page.SignInAsync(person);
        Assert.That(Page.Url, Does.Contain("/account/second-factor"));
        await Page.Button("Use your passkey").ClickAsync();
        await Page.GetByRole(AriaRole.Heading, new() { Name = $"Hello {person.UserName}" }).WaitForAsync();
    }

    [Test]
    public async Task WithoutUserVerification_TheBrowserGivesNothing_AndTheServerTakesNothing()
    {
        await Page.SignUpAsync(Person.New());
        await RegisterAsync(Page);
        await Page.SignOutAsync();
        await _authenticator.RecogniseAsync(isOwner: false);
        await AskAsync(Page);
        await Page.GetByText("The passkey was not given.").WaitForAsync();

        // A page that somebody has bent no longer asks for it.
        await Page.RouteAsync("**/account/sign-in?handler=PasskeyOptions", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Body = (await answer.TextAsync()).Replace("\"required\"", "\"discouraged\"", StringComparison.Ordinal) });
        });
        await AskAsync(Page);
        await Page.GetByText(NotGood).WaitForAsync();
    }

    [Test]
    public async Task AReplayedAnswer_IsRefused()
    {
        await Page.SignUpAsync(Person.New());
        await RegisterAsync(Page);
        await Page.SignOutAsync();
        var sent = Page.WaitForRequestAsync(request => request.Url.Contains("handler=Passkey", StringComparison.Ordinal) && (request.PostData ?? string.Empty).Contains("Credential=%7B", StringComparison.Ordinal));
        await AskAsync(Page);
        var credential = System.Web.HttpUtility.ParseQueryString((await sent).PostData!)["Credential"]!;
        await Page.SignOutAsync();
        await Page.GotoAsync("/account/sign-in");
        await Page.EvaluateAsync("answer => { const form = document.querySelector('[data-passkey]'); form.elements.Credential.value = answer; form.submit(); }", credential);
        await Page.GetByText(NotGood).WaitForAsync();
        await Page.GotoAsync("/devices");
        Assert.That(Page.Url, Does.Contain("/account/sign-in"));
    }

    [Test]
    public async Task AnotherOrigin_IsRefusedByTheServer_AndAnAddressByTheBrowser()
    {
        using var strict = await PortalProcess.StartAsync("--SecurityKit:Mfa:Passkeys:Origins:0=http://localhost:1");
        await using var elsewhere = await NewContextAsync();
        var page = await elsewhere.NewPageAsync();
        await VirtualAuthenticator.AddAsync(page);
        await SignUpAtAsync(page, $"http://localhost:{strict.Address.Port}");
        await page.GotoAsync($"http://localhost:{strict.Address.Port}/authenticators/passkey");
        await page.Button("Register this device").ClickAsync();
        await page.GetByText("This passkey could not be registered.").WaitForAsync();

        await SignUpAtAsync(page, Portal.Address.GetLeftPart(UriPartial.Authority));
        await page.GotoAsync(new Uri(Portal.Address, "/authenticators/passkey").ToString());
        await page.Button("Register this device").ClickAsync();
        await page.GetByText("open this portal by its name").WaitForAsync();
    }

    private static async Task SignUpAtAsync(IPage page, string address)
    {
        var person = Person.New();
        await page.GotoAsync(address + "/account/sign-up");
        await page.Field("User name").FillAsync(person.UserName);
        await page.GetByLabel("E-mail address").FillAsync(person.Email);
        await page.Field("Password").FillAsync(person.Password);
        await page.Button("Create account").ClickAsync();
        await page.ArriveAtAsync(@"/\?done=registered$");
    }

    private static async Task<string[]> RegisterAsync(IPage page)
    {
        await page.GotoAsync("/authenticators/passkey");
        await page.Button("Register this device").ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Your recovery codes" }).WaitForAsync();
        return [.. await page.GetByTestId("recovery-codes").Locator("code").AllInnerTextsAsync()];
    }

    private static async Task AskAsync(IPage page)
    {
        await page.GotoAsync("/account/sign-in");
        await page.Button("Sign in with a passkey").ClickAsync();
    }
}
