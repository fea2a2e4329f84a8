using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SecurityKit.AspNetCore;

internal static class RateLimitEndpoint
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.Get("/rate-limit/status", ReadAsync).RequireAuthorization()
        .Answers<RateLimitAnswer[]>("What is left of the budgets of the caller's network.", StatusCodes.Status200OK);

    private static async Task<IResult> ReadAsync(HttpContext context)
    {
        var throttle = context.Service<NetworkThrottle>();
        var answers = new List<RateLimitAnswer>();
        foreach (var kind in Enum.GetValues<ThrottleKind>())
        {
            answers.Add(await throttle.ReadAsync(kind, context.RequestAborted).ConfigureAwait(false));
        }

        return Answer.Ok([.. answers], AnswerJson.Default.RateLimitAnswerArray);
    }
}
