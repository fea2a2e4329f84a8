using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SecurityKit.AspNetCore;

internal static class HealthEndpoint
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.Get("/health", ReadAsync)
        .Answers<HealthAnswer>("Whether the host and its stores answer. 503 when one does not.", StatusCodes.Status200OK);

    private static async Task<IResult> ReadAsync(HttpContext context)
    {
        var report = await context.Service<HealthReports>().ReadAsync(context.RequestAborted).ConfigureAwait(false);
        var entries = report.Entries.ToDictionary(
            entry => entry.Key,
            entry => new HealthEntryAnswer(Word(entry.Value.Status), Math.Round(entry.Value.Duration.TotalMilliseconds, 2)),
            StringComparer.Ordinal);
        var status = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        return TypedResults.Json(new HealthAnswer(Word(report.Status), entries), AnswerJson.Default.HealthAnswer, statusCode: status);
    }

    private static string Word(HealthStatus status) => status.ToString().ToLowerInvariant();
}
