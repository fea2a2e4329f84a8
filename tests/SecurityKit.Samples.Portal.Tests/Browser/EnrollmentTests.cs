using Microsoft.Playwright;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>Somebody whose role demands a second factor, without any grace.</summary>
public sealed class EnrollmentTests : BrowserTest
{
    private static readonly Person Root = Person.New();
    private static readonly Lazy<Task<PortalProcess>> Strict = new(() => PortalProcess.StartAsync("--SecurityKit:Mfa:Policy:EnrollmentGrace=00:00:00"));

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Strict.IsValueCreated)
        {
            (await Strict.Value).Dispose();
        }
    }

    [Test]
    public async Task WhoMustEnrol_CanDoNothingElse_AndGoesOnOnceItIsDone()
    {
        await Page.SignUpAsync(Root);
        var id = await Page.GetByTestId("account-id").InnerTextAsync();
        await Page.SignOutAsync();
        await (await Strict.Value).RestartAsync($"--Portal:Administrator={id}");
        await Page.SignInAsync(Root);
        await Page.SignOutAsync();
        await Page.SignInAsync(Root);
        await Page.GetByRole(AriaRole.Heading, new() { Name = "A second factor is needed" }).WaitForAsync();
        foreach (var page in new[] { "/devices", "/authenticators", "/account/password", "/api-keys", "/account/step-up", "/security/" })
        {
            await Page.GotoAsync(page);
            Assert.That(Page.Url, Does.Contain("/authenticators/required"), page);
        }

        await Page.SetUpAuthenticatorAsync(PortalPages.ReadSecretAsync);
        await Page.GotoAsync("/devices");
        Assert.That(Page.Url, Does.EndWith("/devices"));
        await Page.GotoAsync("/administration/roles");
        Assert.That(Page.Url, Does.Contain("/administration/roles"));
    }

    protected override Task<PortalProcess> StartPortalAsync() => Strict.Value;
}
