using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Refuses unsafe requests that carry the session cookie without a valid anti-forgery token, whatever endpoint they go to, and web socket
/// handshakes from other sites. An endpoint opts out with <c>DisableAntiforgery()</c>.
/// </summary>
internal sealed class SessionAntiforgeryMiddleware(
    RequestDelegate next, IAntiforgery antiforgery, ISecurityEvents events, KitRoutes routes, ILogger<SessionAntiforgeryMiddleware> logger)
{
    public Task InvokeAsync(HttpContext context) =>
        context.User.FindSessionIdentity() is { IsFromCookie: true } && (IsWebSocket(context.Request) || !SessionAntiforgery.IsSafe(context.Request.Method))
            ? CheckAsync(context)
            : next(context);

    private async Task CheckAsync(HttpContext context)
    {
        if (await ReasonToRefuseAsync(context).ConfigureAwait(false) is { } reason)
        {
            await RefuseAsync(context, reason).ConfigureAwait(false);
            return;
        }

        await next(context).ConfigureAwait(false);
    }

    private static bool IsWebSocket(HttpRequest request) =>
        string.Equals(request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase) || HttpMethods.IsConnect(request.Method);

    private async ValueTask<string?> ReasonToRefuseAsync(HttpContext context)
    {
        if (IsWebSocket(context.Request))
        {
            return RequestOrigin.IsForeign(context.Request) ? "foreign_origin" : null;
        }

        if (context.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: false })
        {
            return null;
        }

        if (RequestOrigin.IsForeign(context.Request))
        {
            return "foreign_origin";
        }

        return await antiforgery.IsRequestValidAsync(context).ConfigureAwait(false) ? null : "no_valid_token";
    }

    private async Task RefuseAsync(HttpContext context, string reason)
    {
        WebLog.AntiforgeryRefused(logger, reason);
        await events.RaiseAsync(
            new SecurityEvent
            {
                Type = WebEventTypes.AntiforgeryRefused,
                Outcome = SecurityEventOutcome.Denied,
                Severity = SecurityEventSeverity.Medium,
                Subject = context.User.FindSubject(),
                Reason = reason,
            },
            context.RequestAborted).ConfigureAwait(false);
        if (BrowserRequest.WantsPage(context, routes))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        await new SecurityProblem(
            StatusCodes.Status403Forbidden, ProblemCodes.AntiforgeryFailed,
            $"A request with the session cookie needs an anti-forgery token in the header {SessionAntiforgery.HeaderName} and must come from this site.")
            .ExecuteAsync(context).ConfigureAwait(false);
    }
}
