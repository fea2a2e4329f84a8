using System.Globalization;
using System.Net;

namespace SecurityKit.Cli;

/// <summary>What the headers of answers to a stranger show.</summary>
internal static class HeaderFindings
{
    private const long YearSeconds = 31_536_000;
    private static readonly string[] Banners = ["Server", "X-Powered-By", "X-AspNet-Version", "X-AspNetMvc-Version", "X-Generator"];

    internal static IEnumerable<PostureFinding> Of(SeenAnswer status, IReadOnlyList<SeenAnswer> pages)
    {
        SeenAnswer[] all = [status, .. pages];
        var ends = all.Where(answer => !answer.IsRedirect).ToArray();
        yield return Found.Judge(
            "outside.status", "The host tells strangers nothing about its posture.", status.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden,
            $"{status.Address.AbsolutePath} answers {(int)status.Status} without a token.", "Map the API with app.MapSecurityKit(...): it asks for a permission.", weight: 8);

        var guessed = ends.FirstOrDefault(answer => !IsNoSniff(answer));
        yield return Found.Judge(
            "outside.headers.nosniff", "Browsers do not guess content types.", guessed is null && ends.Length > 0,
            (guessed ?? status).Evidence("X-Content-Type-Options"), "Call app.UseSecurityKit(): it sends X-Content-Type-Options: nosniff.", weight: 3);

        var framed = ends.FirstOrDefault(answer => !KeepsFramesOut(answer));
        yield return Found.Judge(
            "outside.headers.frames", "Other sites cannot show it in a frame.", framed is null && ends.Length > 0,
            framed is null ? "Every answer refuses frames of other sites." : $"{framed.Evidence("Content-Security-Policy")} {framed.Evidence("X-Frame-Options")}",
            "Send Content-Security-Policy: frame-ancestors 'none' (or 'self'); of X-Frame-Options only DENY and SAMEORIGIN mean anything.", weight: 4);

        yield return Found.Judge(
            "outside.headers.caching", "Answers are not kept by caches.", Words(status, "Cache-Control").Contains("no-store", StringComparer.OrdinalIgnoreCase),
            status.Evidence("Cache-Control"), "Send Cache-Control: no-store with what a session sees.", weight: 4);

        var named = all.SelectMany(answer => Banners.Where(banner => answer.All(banner).Count > 0).Select(answer.Evidence)).Distinct(StringComparer.Ordinal).ToArray();
        yield return Found.Judge(
            "outside.headers.banner", "The host does not name its software.", named.Length == 0,
            named.Length == 0 ? "No header names it." : string.Join(" ", named),
            "Call kestrel.UseSecurityKitTransport(), or set KestrelServerOptions.AddServerHeader to false; take the others out of the proxy's answers.", weight: 2);

        var shortest = ends.DefaultIfEmpty(status).MinBy(TransportSeconds)!;
        var isEncrypted = status.Address.Scheme == Uri.UriSchemeHttps;
        yield return Found.Judge(
            "outside.headers.hsts", "Browsers are told to use TLS only, for a year.", isEncrypted && TransportSeconds(shortest) >= YearSeconds,
            isEncrypted ? shortest.Evidence("Strict-Transport-Security") : "The address is plain http, where browsers ignore the header.",
            "Send Strict-Transport-Security with max-age of a year (31536000) or more, over TLS.", weight: 5);
    }

    private static bool IsNoSniff(SeenAnswer answer) =>
        string.Equals(Words(answer, "X-Content-Type-Options").FirstOrDefault(), "nosniff", StringComparison.OrdinalIgnoreCase);

    /// <summary>Browsers that see frame-ancestors do not look at X-Frame-Options, and do not know other values of it than these two.</summary>
    private static bool KeepsFramesOut(SeenAnswer answer)
    {
        var policies = ContentPolicy.Of(answer.ContentPolicies);
        if (policies.Any(policy => policy.NamesFrameAncestors))
        {
            return policies.Any(policy => policy.KeepsForeignFramesOut);
        }

        var options = Words(answer, "X-Frame-Options").ToArray();
        return options.Length > 0 && options.All(value => value.ToUpperInvariant() is "DENY" or "SAMEORIGIN");
    }

    private static IEnumerable<string> Words(SeenAnswer answer, string header) =>
        answer.All(header).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>As RFC 6797 reads it: the first header only, and none in which max-age stands twice.</summary>
    private static long TransportSeconds(SeenAnswer answer)
    {
        const string Name = "max-age";
        var ages = (answer.First("Strict-Transport-Security") ?? string.Empty).Split(';')
            .Select(directive => directive.Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(parts => string.Equals(parts[0], Name, StringComparison.OrdinalIgnoreCase))
            .ToArray();
        return ages is [[_, var text]] && long.TryParse(text.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
    }
}
