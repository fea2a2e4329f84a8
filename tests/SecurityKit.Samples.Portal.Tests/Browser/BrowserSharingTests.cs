using Microsoft.Playwright;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>What every browser test relies on.</summary>
public sealed class BrowserSharingTests : BrowserTest
{
    [Test]
    public async Task TheBrowser_IsOneForTheRunAndEachTestHasItsOwnCookies()
    {
        Assert.That(await SharedBrowser.GetAsync(), Is.SameAs(Context.Browser));
        await Context.AddCookiesAsync([new Cookie { Name = "mine", Value = "1", Url = Portal.Address.ToString() }]);
        var other = await NewContextAsync();
        Assert.That(await other.CookiesAsync(), Is.Empty);
        await other.CloseAsync();
    }

    [Test]
    public async Task TheBrowser_ReachesThePortal()
    {
        var answer = await Page.GotoAsync($"{PortalProcess.ApiPrefix}/health");
        Assert.That(answer!.Status, Is.EqualTo(200));
        Assert.That(await Page.TextContentAsync("body"), Does.Contain("healthy"));
    }
}
