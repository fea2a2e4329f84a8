using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Sets the security headers just before a response starts, so that they stand on successes, errors, redirects and files alike, also
/// where an error handler cleared what was there.
/// </summary>
internal sealed class SecurityHeadersMiddleware
{
    private readonly RequestDelegate _next;
    private readonly KitRoutes _routes;
    private readonly Func<object, Task> _onStarting;
    private volatile SecurityHeaderValues _values;

    public SecurityHeadersMiddleware(RequestDelegate next, KitRoutes routes, IOptionsMonitor<SecurityHeadersOptions> options)
    {
        _next = next;
        _routes = routes;
        _values = new SecurityHeaderValues(options.CurrentValue);
        options.OnChange(changed => _values = new SecurityHeaderValues(changed));
        _onStarting = OnStarting;
    }

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(_onStarting, context);
        return _next(context);
    }

    private Task OnStarting(object state)
    {
        var context = (HttpContext)state;
        var values = _values;
        var profile = ProfileOf(context);
        var nonce = profile == SecurityHeaderProfile.Page && values.PageNeedsNonce ? context.GetCspNonce() : null;
        values.ApplyTo(context, profile, nonce);
        return Task.CompletedTask;
    }

    private SecurityHeaderProfile ProfileOf(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<SecurityHeadersAttribute>() is { } chosen)
        {
            return chosen.Profile;
        }

        return _routes.Contains(context.Request.Path) ? SecurityHeaderProfile.Api : SecurityHeaderProfile.Page;
    }
}
