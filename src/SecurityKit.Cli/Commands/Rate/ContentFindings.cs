namespace SecurityKit.Cli;

/// <summary>What pages let into themselves, and how their cookies are kept.</summary>
internal static class ContentFindings
{
    private const int MaxNameShown = 64;

    internal static PostureFinding Scripts(SeenAnswer status, IReadOnlyList<SeenAnswer> pages)
    {
        var shown = pages.Where(answer => answer.IsPage).ToArray();
        var judged = shown.DefaultIfEmpty(status).ToArray();
        var open = judged.FirstOrDefault(answer => !ContentPolicy.Of(answer.ContentPolicies).Any(policy => policy.KeepsForeignScriptsOut));
        var styled = judged.FirstOrDefault(answer => !ContentPolicy.Of(answer.ContentPolicies).Any(policy => policy.KeepsInlineStylesOut));
        return Found.Finding(
            "outside.headers.scripts", "Pages run no scripts but the site's own.",
            open is not null ? PostureStatus.Failed : styled is not null || shown.Length == 0 ? PostureStatus.Partial : PostureStatus.Passed,
            (shown.Length == 0 ? "No page was shown. " : string.Empty) + (open ?? styled ?? judged[^1]).Evidence("Content-Security-Policy"),
            open is null && shown.Length == 0 ? "Name a page with --page." : "Send a Content-Security-Policy with script-src and style-src without 'unsafe-inline', 'unsafe-eval' and wildcards; allow what is inline by nonce.", weight: 6);
    }

    internal static PostureFinding Cookies(IEnumerable<SeenAnswer> seen)
    {
        var answers = seen.ToArray();
        var cookies = answers.SelectMany(answer => answer.All("Set-Cookie")).Select(Read).ToArray();
        var weak = cookies.Where(cookie => cookie.Missing.Count > 0).Select(cookie => $"{cookie.Name} lacks {string.Join(", ", cookie.Missing)}").Distinct(StringComparer.Ordinal).ToArray();
        return Found.Finding(
            "outside.cookies", "Cookies go over TLS only, are hidden from scripts, and stay out of other sites' requests.",
            weak.Length > 0 ? PostureStatus.Failed : cookies.Length > 0 ? PostureStatus.Passed : PostureStatus.Partial,
            weak.Length > 0 ? string.Join("; ", weak) + "."
                : cookies.Length > 0 ? $"Secure, HttpOnly and SameSite: {string.Join(", ", cookies.Select(cookie => cookie.Name).Distinct(StringComparer.Ordinal))}."
                : $"Not shown: {string.Join(", ", answers.Select(answer => answer.Address.AbsolutePath).Distinct(StringComparer.Ordinal))} set none.",
            weak.Length > 0 ? "Set every cookie with Secure, HttpOnly and SameSite=Lax or Strict." : "Where the host sets cookies later, see that they have Secure, HttpOnly and SameSite.",
            weight: 6);
    }

    private static (string Name, IReadOnlyList<string> Missing) Read(string cookie)
    {
        var parts = cookie.Split(';', StringSplitOptions.TrimEntries);
        var name = parts[0].Split('=', 2)[0];
        var attributes = parts.Skip(1).Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries)).ToArray();
        var missing = new List<string>();
        if (!attributes.Any(attribute => Is(attribute[0], "Secure")))
        {
            missing.Add("Secure");
        }

        if (!attributes.Any(attribute => Is(attribute[0], "HttpOnly")))
        {
            missing.Add("HttpOnly");
        }

        // The last one counts.
        if (attributes.LastOrDefault(attribute => Is(attribute[0], "SameSite")) is not [_, var site] || !(Is(site, "Lax") || Is(site, "Strict")))
        {
            missing.Add("SameSite=Lax or Strict");
        }

        return (name.Length <= MaxNameShown ? name : name[..MaxNameShown], missing);
    }

    private static bool Is(string text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);
}
