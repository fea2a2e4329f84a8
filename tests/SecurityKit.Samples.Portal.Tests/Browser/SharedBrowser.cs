using Microsoft.Playwright;
using SecurityKit.Testing;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>One headless Chromium for the whole run, with a profile of its own. Each test gets a context of its own: no cookie is shared.</summary>
public static class SharedBrowser
{
    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    ];

    private static readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> Running = new(StartAsync);

    public static async Task<IBrowser> GetAsync()
    {
        Program();
        return (await Running.Value).Browser;
    }

    internal static async Task StopAsync()
    {
        if (Running.IsValueCreated && Running.Value.IsCompletedSuccessfully)
        {
            var (playwright, browser) = await Running.Value;
            await browser.CloseAsync();
            playwright.Dispose();
        }
    }

    private static string Program() => ServerRequirement.Find("chromium", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private static async Task<(IPlaywright, IBrowser)> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        // Launched without a profile folder it makes a temporary one and deletes it at its end.
        return (playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program(), Args = Flags }));
    }
}
