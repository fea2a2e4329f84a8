using System.Text.Json;
using Microsoft.Playwright;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>Every page on a desktop, a phone and in the dark: no sideways scrolling, every field labelled, enough contrast. Leaves pictures for people to look at.</summary>
[TestFixture(1280, 800, ColorScheme.Light)]
[TestFixture(390, 844, ColorScheme.Light)]
[TestFixture(390, 844, ColorScheme.Dark)]
public sealed class AppearanceTests(int width, int height, ColorScheme scheme) : BrowserTest
{
    private const string Faults = """
        () => {
          const faults = [];
          if (document.documentElement.scrollWidth > innerWidth) faults.push(`scrolls sideways: ${document.documentElement.scrollWidth} > ${innerWidth}`);
          for (const field of document.querySelectorAll("input:not([type=hidden]), select"))
            if (!field.labels.length && !field.ariaLabel) faults.push(`no label: ${field.name}`);
          for (const button of document.querySelectorAll("button, a"))
            if (!button.innerText.trim() && !button.ariaLabel && !button.hidden) faults.push(`no name: ${button.outerHTML}`);
          if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
          if (document.querySelector("[style], style, script:not([src])")) faults.push("inline style or script");
          const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
          if (new Set(ids).size !== ids.length) faults.push("an id twice");
          const light = c => { const v = c.match(/[\d.]+/g).slice(0, 3).map(x => x / 255).map(x => x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4);
            return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };
          const paper = e => { for (; e; e = e.parentElement) { const b = getComputedStyle(e).backgroundColor; if (b !== "rgba(0, 0, 0, 0)") return b; } return "rgb(255, 255, 255)"; };
          for (const e of document.querySelectorAll("h1, h2, p, a, button, label, dt, dd, li, code, span, strong, footer")) {
            if (!e.innerText?.trim() || e.classList.contains("skip")) continue;
            const [a, b] = [light(getComputedStyle(e).color), light(paper(e))].sort((x, y) => y - x);
            const ratio = (a + .05) / (b + .05);
            if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)}: ${e.tagName} ${e.innerText.slice(0, 30)}`);
          }
          return JSON.stringify(faults);
        }
        """;

    protected override BrowserNewContextOptions Options => new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme };

    protected override IReadOnlyList<string> ExpectedComplaints => ["status of 400", "status of 404"];

    [Test]
    public async Task EveryPage_IsFitToBeSeen()
    {
        var person = Person.New();
        foreach (var path in (string[])["/", "/account/sign-up", "/account/sign-in", "/account/forgot", "/account/reset?token=x", "/account/confirm?token=x", "/nothing-here"])
        {
            await LookAtAsync(path);
        }

        await Page.GotoAsync("/account/sign-up");
        await Page.Field("User name").FillAsync(person.UserName);
        await Page.Field("Password").FillAsync("password1234");
        await Page.Button("Create account").ClickAsync();
        await LookAsync("sign-up-refused");

        await Page.SignUpAsync(person);
        await LookAsync("signed-up");
        foreach (var path in (string[])["/authenticators", "/authenticators/totp", "/authenticators/passkey", "/authenticators/required", "/authenticators/sms", "/authenticators/email", "/api-keys", "/devices", "/account/password", "/account/note", "/account/email"])
        {
            await LookAtAsync(path, "-fresh");
        }

        await Page.SetUpAuthenticatorAsync(async page =>
        {
            await LookAsync("totp-scan");
            return await PortalPages.ReadSecretAsync(page);
        });
        await LookAsync("recovery-codes");
        await Page.GotoAsync("/api-keys");
        await Page.Field("What is it for?").FillAsync("Nightly report");
        await Page.Button("Make a key").ClickAsync();
        await LookAsync("api-key-made");
        foreach (var path in (string[])["/", "/authenticators", "/api-keys", "/account/step-up", "/outbox"])
        {
            await LookAtAsync(path, "-with-factor");
        }

        await Page.SignOutAsync();
        await LookAsync("signed-out");
        await Page.SignInAsync(person);
        await LookAsync("second-factor");
    }

    private async Task LookAtAsync(string path, string state = "")
    {
        await Page.GotoAsync(path);
        await LookAsync(path.Split('?')[0] + state);
    }

    private async Task LookAsync(string name)
    {
        // Before the picture: taking it puts a style of the driver's into the page.
        var faults = JsonSerializer.Deserialize<string[]>(await Page.EvaluateAsync<string>(Faults))!;
        await ScreenshotAsync(Page, $"{width}-{scheme}-{name}");
        Assert.That(faults, Is.Empty, name);
    }
}
