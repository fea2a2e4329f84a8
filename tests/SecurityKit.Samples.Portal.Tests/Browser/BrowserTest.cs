using Microsoft.Playwright;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>
/// A test in a real browser against the shared portal. Every test has a fresh browser context and page, and fails when a page broke its own content
/// security policy, threw, or had a console error.
/// </summary>
public abstract class BrowserTest
{
    private readonly List<string> _complaints = [];

    protected PortalProcess Portal { get; private set; } = null!;

    protected IBrowserContext Context { get; private set; } = null!;

    protected IPage Page { get; private set; } = null!;

    /// <summary>What is different about the browser of these tests, such as JavaScript being off.</summary>
    protected virtual BrowserNewContextOptions Options => new();

    /// <summary>Console errors a test expects, by a part of their text.</summary>
    protected virtual IReadOnlyList<string> ExpectedComplaints => [];

    [SetUp]
    public async Task OpenAsync()
    {
        Portal = await StartPortalAsync();
        _complaints.Clear();
        Context = await NewContextAsync(Options);
        Page = await Context.NewPageAsync();
    }

    [TearDown]
    public async Task CloseAsync()
    {
        if (Context is null)
        {
            return;
        }

        if (TestContext.CurrentContext.Result.Outcome.Status == NUnit.Framework.Interfaces.TestStatus.Failed)
        {
            await ScreenshotAsync(Page, "failed-" + TestContext.CurrentContext.Test.Name);
        }

        await Context.CloseAsync();
        Assert.That(_complaints.Where(text => !ExpectedComplaints.Any(text.Contains)), Is.Empty, "The browser's console must stay clean.");
    }

    /// <summary>The portal under test; the shared one unless a fixture needs its own.</summary>
    protected virtual Task<PortalProcess> StartPortalAsync() => PortalProcess.SharedAsync();

    /// <summary>The address the browser opens; the portal's unless a test needs its name.</summary>
    protected virtual Uri Address => Portal.Address;

    /// <summary>Another browser, of the same person or somebody else.</summary>
    protected async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL = Address.ToString();
        var context = await (await SharedBrowser.GetAsync()).NewContextAsync(options);
        context.SetDefaultTimeout(60_000);
        context.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Add($"{message.Text} ({message.Location})");
            }
        };
        context.WebError += (_, error) => _complaints.Add(error.Error);
        return context;
    }

    /// <summary>Keeps a picture of the whole page in a temporary folder, for people to look at.</summary>
    protected static async Task<string> ScreenshotAsync(IPage page, string name)
    {
        var folder = Path.Combine(Path.GetTempPath(), "securitykit-portal-screenshots");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '-')) + ".png");
        await page.ScreenshotAsync(new() { Path = path, FullPage = true });
        return path;
    }
}
