using Microsoft.Playwright;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>The same without JavaScript.</summary>
public sealed class MainPathWithoutScriptsTests : MainPathTests
{
    protected override BrowserNewContextOptions Options => new() { JavaScriptEnabled = false };
}
