using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore.Tests.Console;

/// <summary>Who must set up a second factor does so in the console, and sees nothing else of it before.</summary>
[TestFixture]
public sealed partial class ConsoleEnrollmentTests
{
    [Test]
    public async Task WhoMustEnrol_SeesTheAuthenticatorsOnly_AndEverythingAfterwards()
    {
        await using var host = await KitHost.StartAsync(new KitHostSetup
        {
            Settings = { ["SecurityKit:Mfa:Policy:EnrollmentGrace"] = "00:00:00" },
            Pipeline = static app =>
            {
                app.UseSecurityKit();
                app.MapSecurityKit(KitHost.Prefix);
                app.MapSecurityKitConsole(ConsoleVisitor.Root);
            },
        });
        var ada = await Person.RegisterAsync(host, "ada");
        var roles = host.Services.GetRequiredService<RoleManager>();
        await roles.SaveRoleAsync(new Role("administrator", [], []));
        await roles.AssignAsync(new RoleAssignmentRequest(ada.Subject, "administrator"));

        using var visitor = new ConsoleVisitor(host);
        var signedIn = await visitor.SubmitAsync("/sign-in", "/sign-in", ("userName", "ada"), ("password", Person.Password));
        Assert.That(signedIn.Header("Location"), Is.EqualTo("/security/authenticators"));
        foreach (var page in new[] { "/", "/devices", "/recovery-codes", "/api-keys", "/password", "/step-up" })
        {
            Assert.That((await visitor.OpenAsync(page)).Expect(HttpStatusCode.Redirect).Header("Location"), Does.StartWith("/security/authenticators"), page);
        }

        var begun = (await visitor.SubmitAsync("/authenticators", "/authenticators", ("name", "Phone"))).Expect(HttpStatusCode.OK);
        var secret = Secret().Match(begun.Text).Groups[1].Value;
        var confirmed = await visitor.SendAsync(begun, "/authenticators/confirm", ("code", TestTotp.Code(secret, host.Clock.GetUtcNow())));
        Assert.That(confirmed.Expect(HttpStatusCode.OK).Text, Does.Contain("These are your recovery codes."));
        (await visitor.OpenAsync("/devices")).Expect(HttpStatusCode.OK);
    }

    [GeneratedRegex("<code class=\"copy\">([A-Z2-7]+)</code>")]
    private static partial Regex Secret();
}
