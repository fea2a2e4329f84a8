using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SecurityKit.AspNetCore;

internal static class StatusEndpoint
{
    internal const string Permission = "security.posture:read";

    internal static void Map(IEndpointRouteBuilder routes) => routes.Get("/status", ReadAsync).RequirePermission(Permission)
        .Answers<StatusAnswer>("How safely the host is set up, with evidence.", StatusCodes.Status200OK)
        .Refuses(ProblemCodes.Forbidden);

    private static async Task<IResult> ReadAsync(HttpContext context)
    {
        var report = await context.Service<PostureEvaluator>().EvaluateAsync(context.RequestAborted).ConfigureAwait(false);
        FindingAnswer[] findings =
        [
            .. report.Findings.Select(f => new FindingAnswer(f.CheckId, f.Title, f.Status.ToString().ToLowerInvariant(), f.Evidence, f.Advice, f.Weight)),
        ];
        return Answer.Ok(new StatusAnswer(report.Rating, Math.Round(report.Score, 1), findings), AnswerJson.Default.StatusAnswer);
    }
}
