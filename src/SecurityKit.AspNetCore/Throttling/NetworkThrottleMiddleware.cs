using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>Enforces <see cref="NetworkThrottleAttribute"/> before anything of the request is read or computed.</summary>
internal sealed class NetworkThrottleMiddleware(RequestDelegate next, NetworkThrottle throttle, KitRoutes routes)
{
    public Task InvokeAsync(HttpContext context)
    {
        var limit = context.GetEndpoint()?.Metadata.GetMetadata<NetworkThrottleAttribute>();
        return limit is null || SessionAntiforgery.IsSafe(context.Request.Method) ? next(context) : LimitAsync(context, limit.Kind);
    }

    private async Task LimitAsync(HttpContext context, ThrottleKind kind)
    {
        if (await throttle.TakeAsync(kind, context.RequestAborted).ConfigureAwait(false) is not { } problem)
        {
            await next(context).ConfigureAwait(false);
        }
        else if (BrowserRequest.WantsPage(context, routes))
        {
            context.Response.Headers.RetryAfter = problem.RetryAfterSeconds?.ToString(CultureInfo.InvariantCulture);
            var page = await ThrottledPage.ShowAsync(context, problem).ConfigureAwait(false);
            await page.ExecuteAsync(context).ConfigureAwait(false);
        }
        else
        {
            await problem.ExecuteAsync(context).ConfigureAwait(false);
        }
    }
}
