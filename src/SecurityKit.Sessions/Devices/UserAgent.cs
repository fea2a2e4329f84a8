namespace SecurityKit.Sessions;

/// <summary>Reads families from a User-Agent header. Bounded in time: plain searches over at most <see cref="MaxLength"/> characters.</summary>
internal static class UserAgent
{
    internal const int MaxLength = 512;

    // The order matters: most browsers name the ones they descend from as well.
    private static readonly (string Mark, string Family)[] Browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"),
        ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"),
    ];

    private static readonly (string Mark, string Family)[] Systems =
    [
        ("Windows", "Windows"), ("iPhone", "iOS"), ("iPad", "iOS"), ("Android", "Android"), ("CrOS", "Chrome OS"), ("Mac OS X", "Mac OS X"), ("Linux", "Linux"),
    ];

    private static readonly (string Mark, string Family)[] Devices = [("iPhone", "iPhone"), ("iPad", "iPad")];

    internal static UserAgentFamilies Parse(string? userAgent)
    {
        var text = userAgent is { Length: > MaxLength } ? userAgent[..MaxLength] : userAgent ?? string.Empty;
        return new UserAgentFamilies(First(Browsers, text), First(Systems, text), First(Devices, text));
    }

    private static string First((string Mark, string Family)[] families, string text)
    {
        foreach (var (mark, family) in families)
        {
            if (text.Contains(mark, StringComparison.Ordinal))
            {
                return family;
            }
        }

        return UserAgentFamilies.Unknown;
    }
}
