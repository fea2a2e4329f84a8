using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>
/// Waits for where a click leads by asking the page until it is there. The driver's own waiting for an address hears of the page's load as an event, and on a busy
/// machine may begin to listen just after it.
/// </summary>
internal static class Arrival
{
    private const float LimitMilliseconds = 60_000;

    internal static async Task ArriveAtAsync(this IPage page, [StringSyntax(StringSyntaxAttribute.Regex)] string address)
    {
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(address), new() { Timeout = LimitMilliseconds });
        await page.WaitForFunctionAsync("() => document.readyState === 'complete'", null, new() { Timeout = LimitMilliseconds });
    }
}
