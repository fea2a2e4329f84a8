using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Turns exceptions and bare error statuses into problem details: always below the kit's routes, elsewhere for clients that do not ask
/// for a page. A page's exceptions go on to the host's own handler.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, KitRoutes routes, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted && !BrowserRequest.WantsPage(context, routes))
        {
            await WriteAsync(context, exception).ConfigureAwait(false);
            return;
        }

        if (context.Response.StatusCode >= StatusCodes.Status400BadRequest && IsBare(context.Response) && routes.Contains(context.Request.Path))
        {
            await ProblemMap.OfStatus(context.Response.StatusCode).ExecuteAsync(context).ConfigureAwait(false);
        }
    }

    private static bool IsBare(HttpResponse response) =>
        !response.HasStarted && response.ContentLength is null or 0 && string.IsNullOrEmpty(response.ContentType);

    private Task WriteAsync(HttpContext context, Exception exception)
    {
        var problem = ProblemMap.Of(exception);
        if (problem.Status >= StatusCodes.Status500InternalServerError)
        {
            WebLog.RequestFailed(logger, problem.Code, exception);
        }

        context.Response.Clear();
        return problem.ExecuteAsync(context);
    }
}
