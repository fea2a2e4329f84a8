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
    private const int MaxNameLength = 40;

    internal static UserAgentFamilies Parse(string? userAgent)
    {
        var text = userAgent is { Length: > MaxLength } ? userAgent[..MaxLength] : userAgent ?? string.Empty;
        return new UserAgentFamilies(BrowserOf(text), SystemOf(text), DeviceOf(text) is var device && device.Length > MaxNameLength ? device[..MaxNameLength] : device);
    }

    private static string BrowserOf(string text)
    {
        bool Has(string mark) => text.Contains(mark, StringComparison.Ordinal);
        if (Has("OPR/") && Has("Mobile Safari"))
        {
            return "Opera Mobile";
        }

        if (text.StartsWith("StoreKitUIService", StringComparison.Ordinal) || AppleApplicationPattern().IsMatch(text))
        {
            return "Mobile Safari UI/WKWebView";
        }

        return First(UserAgentMarks.Browsers, text) ?? (IsNameless(text) ? null : OwnProduct(text)) ?? EngineBrowser(text)
            ?? (IsNameless(text) ? null : StatedName(text)) ?? Unknown;
    }

    private static bool IsNameless(string text) => UserAgentMarks.Nameless.Any(beginning => text.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>The product a client names itself by: the last one beside the engine's, or the first of a header that is no browser's.</summary>
    private static string? OwnProduct(string text)
    {
        var products = ProductPattern().Matches(CommentPattern().Replace(text, " ")).Select(match => match.Groups[1].Value).ToList();
        var own = products.Where(product => !UserAgentMarks.EngineProducts.Contains(product)).ToList();
        if (own.Count == 0)
        {
            return null;
        }

        if (text.StartsWith("Mozilla/", StringComparison.Ordinal))
        {
            return own[^1];
        }

        // An application that uses Apple's network library is named by all that stands before its version.
        var name = ApplicationPattern().Match(text) is { Success: true } application ? application.Groups[1].Value : own[0];
        return name.EndsWith("-iPad", StringComparison.Ordinal) ? name[..^5] : name;
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
            _ when Has("Chrome/") => Has("wv)") || (Has("Version/4.0") && Has("Android")) ? "Chrome Mobile WebView" : Has("Mobile") ? "Chrome Mobile" : "Chrome",
            _ when Has("Macintosh") && Has("AppleWebKit") && !Has("Safari/") => "Apple Mail",
            _ when Has("Android") && Has("AppleWebKit") => "Android",
            _ when Has("AppleWebKit") && (Has("iPhone") || Has("iPad") || Has("iPod")) => Has("Safari/") ? "Mobile Safari" : "Mobile Safari UI/WKWebView",
            _ when Has("Opera") => "Opera",
            _ when Has("MSIE") || Has("Trident/") => "IE",
            _ when Has("BlackBerry") => "BlackBerry",
            _ when Has("Safari/") => Has("Windows") && NightlyPattern().IsMatch(text) ? "WebKit Nightly" : "Safari",
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
            return IsIntel(text) ? "Mac OS X" : "iOS";
        }

        return FirefoxSystemPattern().IsMatch(text) ? "Firefox OS" : First(UserAgentMarks.Systems, text) ?? Unknown;
    }

    private static string DeviceOf(string text)
    {
        if (UserAgentMarks.Crawlers.Any(mark => text.Contains(mark, StringComparison.Ordinal)))
        {
            return "Spider";
        }

        if (text.Contains("CFNetwork/", StringComparison.Ordinal))
        {
            return MacModelPattern().Match(text) is { Success: true } mac ? mac.Groups[1].Value : IsIntel(text) ? "Mac" : "iOS-Device";
        }

        return PuffinDevice(text) ?? First(UserAgentMarks.Devices, text) ?? PhoneNames.Find(text) ?? GenericDevice(text);
    }

    /// <summary>Puffin runs pages on its own machines and tells the device by two letters: system, then telephone or tablet.</summary>
    private static string? PuffinDevice(string text) => PuffinPattern().Match(text) is { Success: true } match
        ? (match.Groups[1].Value, match.Groups[2].Value) switch
        {
            ("I", "T") => "iPad",
            ("I", _) => "iPhone",
            ("A", "T") => "Generic Tablet",
            _ => "Generic Smartphone",
        }
        : null;

    private static string GenericDevice(string text)
    {
        bool Has(string mark) => text.Contains(mark, StringComparison.Ordinal);
        return text switch
        {
            _ when Has("Opera Tablet") || (Has("Tablet;") && Has("rv:")) => "Generic Tablet",
            _ when Has("Opera Mobi") || Has("Windows Phone") || Has("(Mobile;") || Has("; Mobile;") || Has("BREW") || Has("Android/") || Has("Android:")
                || Has("(Android;") || Has("Maemo") => "Generic Smartphone",
            _ when Has("UP.Browser") || Has("UP.Link") || Has("MIDP") => "Generic Feature Phone",
            _ => Unknown,
        };
    }

    private static bool IsIntel(string text) => text.Contains("x86_64", StringComparison.Ordinal) || text.Contains("i386", StringComparison.Ordinal);

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

    [GeneratedRegex(@"(?:^(?!Mozilla/)|compatible; ?)([A-Za-z][A-Za-z0-9 _.-]{1,31}?)(?: [0-9.]+)?(?:[/;()]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex("^([A-Za-z][A-Za-z0-9_. -]{1,31})/[0-9.]+ CFNetwork/", RegexOptions.CultureInvariant)]
    private static partial Regex ApplicationPattern();

    [GeneratedRegex(@"\(iP(?:hone|ad|od)[^)]{0,31}; iOS [0-9.]+; Scale/", RegexOptions.CultureInvariant)]
    private static partial Regex AppleApplicationPattern();

    [GeneratedRegex(@"AppleWebKit/[0-9.]+\+", RegexOptions.CultureInvariant)]
    private static partial Regex NightlyPattern();

    [GeneratedRegex(@"\((?:Mobile|Tablet); (?:[^;()]*; )?rv:", RegexOptions.CultureInvariant)]
    private static partial Regex FirefoxSystemPattern();

    [GeneratedRegex(@"\((MacBook[A-Za-z0-9]{1,16},[0-9])\)", RegexOptions.CultureInvariant)]
    private static partial Regex MacModelPattern();

    [GeneratedRegex("Puffin/[0-9.]+([AI])([TPS]?)", RegexOptions.CultureInvariant)]
    private static partial Regex PuffinPattern();
}
