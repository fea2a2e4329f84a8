using Microsoft.Playwright;
using SecurityKit.Samples.Portal.Tests.Browser;

namespace SecurityKit.Samples.Portal.Tests.Console;

/// <summary>The console in a real browser: by keyboard, on a phone, in the dark, and with nothing its policy would have to allow.</summary>
[TestFixture]
public sealed class ConsoleBrowserTests
{
    private static readonly string[] Pages =
    [
        "/", "/devices", "/authenticators", "/recovery-codes", "/recovery-codes/replace", "/api-keys", "/password", "/operator/sessions?account=ada.lovelace", "/operator/sign-ins",
        "/operator/keys", "/operator/keys/data/rotate", "/operator/events", "/operator/posture",
    ];

    private readonly List<string> _complaints = [];
    private ConsoleHost _host = null!;
    private string _state = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _host = await ConsoleHost.StartAsync();
        await using var context = await OpenAsync(new());
        var page = await context.NewPageAsync();
        await page.GotoAsync("/security/");
        Assert.That(new Uri(page.Url).PathAndQuery, Is.EqualTo("/security/sign-in?returnUrl=%2Fsecurity%2F"));
        await ShootAsync(page, "sign-in");

        // By keyboard alone: the name has the focus.
        await page.Keyboard.TypeAsync(ConsoleHost.Operator);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(ConsoleHost.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAtAsync("/sign-in/code");
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(_host.Device.Next());
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAtAsync("/security/$");
        _state = await context.StorageStateAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [SetUp]
    public void Begin() => _complaints.Clear();

    [TearDown]
    public void TheConsoleOfTheBrowserStaysClean() => Assert.That(_complaints, Is.Empty);

    [TestCase("desktop", 1280, 800, ColorScheme.Light)]
    [TestCase("phone", 360, 740, ColorScheme.Light)]
    [TestCase("dark", 1280, 800, ColorScheme.Dark)]
    public async Task EveryPage_FitsItsScreen_AndCanBeReadAloud(string name, int width, int height, ColorScheme scheme)
    {
        await using var context = await OpenAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, StorageState = _state });
        var page = await context.NewPageAsync();
        foreach (var path in Pages)
        {
            var answer = await page.GotoAsync("/security" + path);
            Assert.That(answer!.Status, Is.EqualTo(200), path);
            await ShootAsync(page, $"{name}-{path}");
            var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.That(overflow, Is.LessThanOrEqualTo(0), $"{path} is wider than the screen");
            Assert.That(await page.EvaluateAsync<string>(Unlabelled), Is.Empty, path);
            Assert.That(await page.Locator("main").CountAsync(), Is.EqualTo(1), path);
            Assert.That(await page.Locator("h1").CountAsync(), Is.EqualTo(1), path);
            Assert.That(await page.EvaluateAsync<double>(LowestContrast), Is.GreaterThanOrEqualTo(4.5), $"{path} ({name}): contrast of text (WCAG 2.2, 1.4.3)");
        }
    }

    [Test]
    public async Task TheFirstTab_SkipsToTheContent_AndFocusIsSeen()
    {
        await using var context = await OpenAsync(new() { StorageState = _state });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/security/devices");
        await page.Keyboard.PressAsync("Tab");
        Assert.That(await page.EvaluateAsync<string>("document.activeElement.textContent"), Is.EqualTo("Skip to the content"));
        Assert.That(await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"), Is.EqualTo("solid"));
        await page.Keyboard.PressAsync("Enter");
        Assert.That(await page.EvaluateAsync<string>("document.activeElement.id"), Is.EqualTo("main"));
    }

    [Test]
    public async Task AnotherDevice_IsEnded_ThroughThePageThatNamesIt()
    {
        await using var context = await OpenAsync(new() { StorageState = _state });
        var page = await context.NewPageAsync();
        await using var other = await OpenAsync(new());
        var phone = await other.NewPageAsync();
        await phone.GotoAsync("/security/sign-in");
        await phone.GetByLabel("User name or e-mail").FillAsync(ConsoleHost.Operator);
        await phone.GetByLabel("Password").FillAsync(ConsoleHost.Password);
        await phone.Keyboard.PressAsync("Enter");
        await phone.ArriveAtAsync("/sign-in/code");
        await phone.GetByLabel("Code", new() { Exact = true }).FillAsync(_host.Device.Next());
        await phone.Keyboard.PressAsync("Enter");
        await phone.ArriveAtAsync("/security/$");

        await page.GotoAsync("/security/devices");
        await page.GetByText("End all other sessions…").ClickAsync();
        Assert.That(await page.Locator(".affects li").CountAsync(), Is.EqualTo(1));
        await ShootAsync(page, "confirm");
        await page.GetByRole(AriaRole.Button, new() { Name = "End 1 session" }).ClickAsync();
        Assert.That(await page.GetByRole(AriaRole.Status).TextContentAsync(), Does.Contain("are ended"));
        await phone.ReloadAsync();
        Assert.That(phone.Url, Does.Contain("/sign-in"));
    }

    [Test]
    public async Task AScriptWithoutTheNonce_DoesNotRun()
    {
        await using var context = await OpenAsync(new());
        var page = await context.NewPageAsync();
        await page.GotoAsync("/scripts");
        await page.Locator("#q").ClickAsync();
        Assert.That(await page.TextContentAsync("#p"), Is.EqualTo("with"));
        Assert.That(await page.TextContentAsync("#q"), Is.EqualTo("idle"));
        Assert.That(_complaints, Has.Count.EqualTo(2).And.All.Contains("Content Security Policy"));
        _complaints.Clear();
    }

    [Test]
    public async Task AScriptInTheConsole_DoesNotRun_WhereverItCameFrom()
    {
        await using var context = await OpenAsync(new() { StorageState = _state });
        await context.RouteAsync("**/security/devices", async route =>
        {
            var answer = await route.FetchAsync();
            var text = (await answer.TextAsync()).Replace("</main>", "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\"></main>", StringComparison.Ordinal);
            await route.FulfillAsync(new() { Response = answer, Body = text });
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/security/devices");
        Assert.That(await page.TitleAsync(), Is.EqualTo("Devices - Security"));
        Assert.That(_complaints, Is.Not.Empty.And.Some.Contains("Content Security Policy"));
        _complaints.Clear();
    }

    /// <summary>The controls, drawings and tables that a screen reader could not name.</summary>
    private const string Unlabelled = """
        [...document.querySelectorAll('input:not([type=hidden]), button, a, svg:not([aria-hidden]):not([aria-hidden] *), nav, section')].filter(e => {
          if (e.matches('.qr svg')) return false;
          if (e.matches('input')) return !e.labels.length && !e.getAttribute('aria-label');
          if (e.matches('svg')) return !e.getAttribute('aria-labelledby');
          if (e.matches('nav')) return !e.getAttribute('aria-label');
          if (e.matches('section')) return e.getAttribute('aria-labelledby') && !document.getElementById(e.getAttribute('aria-labelledby'));
          return !(e.textContent.trim() || e.getAttribute('aria-label'));
        }).map(e => e.outerHTML.slice(0, 120)).join('\n')
        """;

    /// <summary>The lowest contrast between a text and the ground it stands on, as WCAG defines it.</summary>
    private const string LowestContrast = """
        (() => {
          const parse = c => c.match(/[\d.]+/g).map(Number);
          const lum = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
          let low = 21;
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const e = walk.currentNode.parentElement;
            if (!walk.currentNode.textContent.trim() || e.closest('svg') || !e.offsetParent) continue;
            const a = lum(parse(getComputedStyle(e).color).slice(0, 3)), b = lum(ground(e));
            low = Math.min(low, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
          }
          return low;
        })()
        """;

    private async Task<IBrowserContext> OpenAsync(BrowserNewContextOptions options)
    {
        options.BaseURL = _host.Address;
        var context = await (await SharedBrowser.GetAsync()).NewContextAsync(options);
        context.SetDefaultTimeout(20_000);
        context.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Add(message.Text);
            }
        };
        return context;
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        var folder = Path.Combine(Path.GetTempPath(), "securitykit-console-screenshots");
        Directory.CreateDirectory(folder);
        var file = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')) + ".png";
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, file), FullPage = true });
    }
}
