using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>Tells the kit where a request comes from. Who acts is added once that is known, see <see cref="ActorMiddleware"/>.</summary>
internal sealed class OperationContextMiddleware(RequestDelegate next, IOperationContextAccessor accessor)
{
    private const int MaxHeaderLength = 512;

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        accessor.Current = new OperationContext
        {
            RemoteAddress = context.Connection.RemoteIpAddress,
            UserAgent = Bounded(headers.UserAgent),
            AcceptLanguage = Bounded(headers.AcceptLanguage),
            CorrelationId = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
        };
        return next(context);
    }

    private static string? Bounded(string? value) => value is { Length: > MaxHeaderLength } ? value[..MaxHeaderLength] : value;
}
