using System.Text.RegularExpressions;

namespace SecurityKit.Identity.Tests;

internal static partial class Mailed
{
    internal static string Token(OutboundMessage message) => TokenPattern().Match(message.Body).Value;

    [GeneratedRegex("[A-Za-z0-9_-]{43}")]
    private static partial Regex TokenPattern();
}
