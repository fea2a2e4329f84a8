using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;

namespace SecurityKit.Cli;

/// <summary>What the answer to a stranger's question shows.</summary>
internal static partial class AnswerFindings
{
    private const int YearSeconds = 31_536_000;

    internal static IEnumerable<PostureFinding> Of(HttpResponseMessage answer)
    {
        var isClosed = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
        yield return Judge(
            "outside.status", "The host tells strangers nothing about its posture.", isClosed,
            $"/status answers {(int)answer.StatusCode} without a token.", "Map the API with app.MapSecurityKit(...): it asks for a permission.", weight: 8);

        yield return Judge(
            "outside.headers.nosniff", "Browsers do not guess content types.", Header(answer, "X-Content-Type-Options") == "nosniff",
            Seen(answer, "X-Content-Type-Options"), "Call app.UseSecurityKit(): it sends X-Content-Type-Options: nosniff.", weight: 3);

        var policy = Header(answer, "Content-Security-Policy");
        var isFramed = policy?.Contains("frame-ancestors 'none'", StringComparison.Ordinal) is not true && Header(answer, "X-Frame-Options") is null;
        yield return Judge(
            "outside.headers.frames", "Other sites cannot show it in a frame.", !isFramed,
            policy is null ? Seen(answer, "X-Frame-Options") : "Content-Security-Policy is sent.", "Send Content-Security-Policy: frame-ancestors 'none'.", weight: 4);

        yield return Judge(
            "outside.headers.caching", "Answers are not kept by caches.", Header(answer, "Cache-Control")?.Contains("no-store", StringComparison.Ordinal) is true,
            Seen(answer, "Cache-Control"), "Send Cache-Control: no-store with what a session sees.", weight: 4);

        yield return Judge(
            "outside.headers.banner", "The host does not name its software.", Header(answer, "Server") is null && Header(answer, "X-Powered-By") is null,
            Header(answer, "Server") is null ? Seen(answer, "X-Powered-By") : Seen(answer, "Server"), "Set KestrelServerOptions.AddServerHeader to false.", weight: 2);

        yield return Judge(
            "outside.headers.hsts", "Browsers are told to use TLS only, for a year.", HstsSeconds(answer) >= YearSeconds,
            Seen(answer, "Strict-Transport-Security"), "Send Strict-Transport-Security with max-age of a year or more, over TLS.", weight: 5);
    }

    internal static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    private static PostureFinding Judge(string id, string title, bool holds, string evidence, string advice, int weight) =>
        new(id, title, holds ? PostureStatus.Passed : PostureStatus.Failed, evidence, holds ? string.Empty : advice, weight);

    private static string Seen(HttpResponseMessage answer, string header) =>
        Header(answer, header) is { } value ? $"{header}: {value}" : $"{header} is not sent.";

    private static long HstsSeconds(HttpResponseMessage answer) =>
        MaxAge().Match(Header(answer, "Strict-Transport-Security") ?? string.Empty) is { Success: true } match
            && long.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : 0;

    [GeneratedRegex(@"\bmax-age=""?(\d{1,12})", RegexOptions.IgnoreCase)]
    private static partial Regex MaxAge();
}
