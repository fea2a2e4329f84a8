using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SecurityKit.AspNetCore;

/// <summary>How safely the host is set up: the rating, and for every check what was seen and what to do.</summary>
internal static class PosturePage
{
    internal static void Map(IEndpointRouteBuilder routes, ConsoleSite site) =>
        routes.Page(site, ConsolePaths.Posture, ShowAsync).RequirePermission(ConsolePermissions.PostureRead);

    private static async ValueTask<IResult> ShowAsync(ConsoleRequest request)
    {
        var report = await request.Service<PostureEvaluator>().EvaluateAsync(request.Aborted).ConfigureAwait(false);
        var score = report.Score.ToString("0.#", CultureInfo.InvariantCulture);
        var passed = report.Findings.Count(finding => finding.Status == PostureStatus.Passed);
        var body = Markup.Of($"""
            <section class="card rating" aria-labelledby="rating"><h2 id="rating">Rating</h2>
            <p class="letter">{report.Rating}</p><p>{score} of 100: {passed} of {Moments.Count(report.Findings.Count, "check")} passed.</p></section>
            <ul class="findings">{report.Findings.Select(Finding)}</ul>
            """);
        return await ConsoleLayout.PageAsync(request, "Posture", body, ConsolePaths.Posture).ConfigureAwait(false);
    }

    private static Markup Finding(PostureFinding finding)
    {
        var style = finding.Status switch
        {
            PostureStatus.Passed => string.Empty,
            PostureStatus.Partial => "warn",
            _ => "bad",
        };
        return Markup.Of($"""
            <li class="card"><h2><span class="tag {style}">{finding.Status.ToString().ToLowerInvariant()}</span> {finding.Title}</h2>
            <p>{finding.Evidence}</p>{Markup.When(finding.Advice.Length > 0, () => Markup.Of($"<p class=\"advice\">{finding.Advice}</p>"))}
            <p class="quiet"><code>{finding.CheckId}</code> · weight {finding.Weight} of 10</p></li>
            """);
    }
}
