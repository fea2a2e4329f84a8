using System.Text.RegularExpressions;

namespace SecurityKit.Sessions;

/// <summary>
/// Reads families from a User-Agent header, for names that people recognise and for fingerprints that survive updates. Everyday browsers
/// and operating systems are known; of the endless rest the client's own product name is taken. Only the first <see cref="MaxLength"/> characters count.
/// </summary>
internal static partial class UserAgent
{
    internal const int MaxLength = 512;

    private const string Unknown = UserAgentFamilies.Unknown;

    internal static UserAgentFamilies Parse(string? userAgent)
    {
        var text = userAgent is { Length: > MaxLength } ? userAgent[..MaxLength] : userAgent ?? string.Empty;
        return new UserAgentFamilies(BrowserOf(text), SystemOf(text), DeviceOf(text));
    }

    private static string BrowserOf(string text) =>
        First(UserAgentMarks.Browsers, text) ?? OwnProduct(text) ?? EngineBrowser(text) ?? StatedName(text) ?? Unknown;

    /// <summary>The product a client names itself by: the last one beside the engine's, or the first of a header that is no browser's.</summary>
    private static string? OwnProduct(string text)
    {
        var products = ProductPattern().Matches(CommentPattern().Replace(text, " ")).Select(match => match.Groups[1].Value).ToList();
        var own = products.Where(product => !UserAgentMarks.EngineProducts.Contains(product)).ToList();
        if (own.Count == 0)
        {
            return null;
        }

        return text.StartsWith("Mozilla/", StringComparison.Ordinal) ? own[^1] : own[0];
    }

    /// <summary>A header that is but a name, or names its client after <c>compatible;</c> as crawlers do.</summary>
    private static string? StatedName(string text) =>
        NamePattern().Match(text) is { Success: true } match ? match.Groups[1].Value.TrimEnd() : null;

    private static string? EngineBrowser(string text)
    {
        bool Has(string mark) => text.Contains(mark, StringComparison.Ordinal);
        return text switch
        {
            _ when Has("Firefox/") => Has("Mobile;") || Has("Tablet;") || Has("(Android") ? "Firefox Mobile" : "Firefox",
            _ when Has("Chrome/") => Has("wv)") ? "Chrome Mobile WebView" : Has("Mobile") ? "Chrome Mobile" : "Chrome",
            _ when Has("Android") && Has("AppleWebKit") => "Android",
            _ when Has("AppleWebKit") && (Has("iPhone") || Has("iPad") || Has("iPod")) => Has("Safari/") ? "Mobile Safari" : "Mobile Safari UI/WKWebView",
            _ when Has("Opera") => "Opera",
            _ when Has("MSIE") || Has("Trident/") => "IE",
            _ when Has("BlackBerry") => "BlackBerry",
            _ when Has("Safari/") => "Safari",
            _ => null,
        };
    }

    private static string SystemOf(string text)
    {
        if (text.Contains("HbbTV", StringComparison.Ordinal) && First(UserAgentMarks.TelevisionMakers, text) is { } maker)
        {
            return maker;
        }

        if (text.Contains("CFNetwork/", StringComparison.Ordinal) && text.Contains("Darwin/", StringComparison.Ordinal))
        {
            return text.Contains("x86_64", StringComparison.Ordinal) || text.Contains("i386", StringComparison.Ordinal) ? "Mac OS X" : "iOS";
        }

        return FirefoxSystemPattern().IsMatch(text) ? "Firefox OS" : First(UserAgentMarks.Systems, text) ?? Unknown;
    }

    private static string DeviceOf(string text)
    {
        if (UserAgentMarks.Crawlers.Any(mark => text.Contains(mark, StringComparison.Ordinal)))
        {
            return "Spider";
        }

        if (First(UserAgentMarks.Devices, text) is { } device)
        {
            return device;
        }

        return AndroidModelPattern().Match(text) is { Success: true } match ? match.Groups[1].Value.Trim() : Unknown;
    }

    private static string? First((string Mark, string Family)[] families, string text)
    {
        foreach (var (mark, family) in families)
        {
            if (text.Contains(mark, StringComparison.Ordinal))
            {
                return family;
            }
        }

        return null;
    }

    [GeneratedRegex(@"\([^()]*\)", RegexOptions.CultureInvariant)]
    private static partial Regex CommentPattern();

    [GeneratedRegex(@"(?:^|\s)([A-Za-z][A-Za-z0-9_.-]{1,31})/\w", RegexOptions.CultureInvariant)]
    private static partial Regex ProductPattern();

    [GeneratedRegex(@"(?:^(?!Mozilla/)|compatible; ?)([A-Za-z][A-Za-z0-9 _.-]{1,31}?)(?:[/;()]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\((?:Mobile|Tablet); (?:[^;()]*; )?rv:", RegexOptions.CultureInvariant)]
    private static partial Regex FirefoxSystemPattern();

    [GeneratedRegex(@"Android [\d.]+; (?:[A-Za-z]{2}-[A-Za-z]{2}; )?([A-Za-z0-9][A-Za-z0-9 _.+-]{0,31}?)(?: Build/|; wv\)|\))", RegexOptions.CultureInvariant)]
    private static partial Regex AndroidModelPattern();
}
