using Microsoft.Playwright;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>Who may administer roles: nobody by being first, only who the configuration names, with a second factor.</summary>
public sealed class AdministratorTests : BrowserTest
{
    private const string Name = "the-administrator";

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

        var person = Person.New() with { UserName = Name };
        await Page.SignUpAsync(person);
        await Page.SignOutAsync();
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

    protected override async Task<PortalProcess> StartPortalAsync() => _own ??= await PortalProcess.StartAsync($"--Portal:Administrator={Name}");
}
