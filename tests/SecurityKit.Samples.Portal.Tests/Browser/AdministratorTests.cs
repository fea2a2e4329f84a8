using Microsoft.Playwright;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>Who may administer roles: nobody by being first or by a name, only the account whose id the configuration names, with a second factor.</summary>
public sealed class AdministratorTests : BrowserTest
{
    private PortalProcess _own = null!;

    protected override IReadOnlyList<string> ExpectedComplaints => ["status of 403"];

    [OneTimeTearDown]
    public void Stop() => _own?.Dispose();

    [Test]
    public async Task OnlyTheNamedAccount_BecomesAdministrator_AndNeedsASecondFactor()
    {
        await Page.SignUpAsync(Person.New());
        await Page.GotoAsync("/administration/roles");
        Assert.That(await Page.GetByText("All roles").CountAsync(), Is.Zero, "The first account is one like any other.");
        await Page.GotoAsync("/");
        await Page.SignOutAsync();

        var person = Person.New();
        await Page.SignUpAsync(person);
        var id = await Page.GetByTestId("account-id").InnerTextAsync();
        await Page.SignOutAsync();
        await _own.RestartAsync($"--Portal:Administrator={id}");
        await Page.SignInAsync(person);
        await Page.GotoAsync("/administration/roles");
        Assert.That(await Page.GetByText("All roles").CountAsync(), Is.Zero, "A password alone is not enough.");
        TotpDevice device = null!;
        await Page.SetUpAuthenticatorAsync(async page => device = await PortalPages.ReadSecretAsync(page));
        await Page.GotoAsync("/administration/roles");
        Assert.That(Page.Url, Does.Contain("/account/step-up"), "The factor must be given, not only be there.");
        await Page.Field("Code of your authenticator app").FillAsync(device.Next());
        await Page.Button("Confirm").ClickAsync();
        await Page.GetByRole(AriaRole.Heading, new() { Name = "All roles" }).WaitForAsync();
    }

    [Test]
    public void AName_IsRefusedAtTheStart_BecauseAnybodyCouldRegisterIt()
    {
        var refusal = Assert.ThrowsAsync<InvalidOperationException>(() => PortalProcess.StartAsync("--Portal:Administrator=ada"));
        Assert.That(refusal!.Message, Does.Contain("Portal:Administrator is the id of an account"));
    }

    protected override async Task<PortalProcess> StartPortalAsync() => _own ??= await PortalProcess.StartAsync();
}
