using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Applies forwarded headers, from the right and only as far as they come from trusted proxies. With none configured it does nothing;
/// unlike the framework's defaults, not even loopback is trusted.
/// </summary>
internal sealed class TrustedProxyMiddleware
{
    private readonly RequestDelegate _next;
    private readonly ILoggerFactory _loggerFactory;
    private volatile ForwardedHeadersMiddleware? _forwarding;

    public TrustedProxyMiddleware(RequestDelegate next, IOptionsMonitor<TrustedProxyOptions> options, ILoggerFactory loggerFactory)
    {
        _next = next;
        _loggerFactory = loggerFactory;
        _forwarding = Create(options.CurrentValue);
        options.OnChange(changed => _forwarding = Create(changed));
    }

    public Task InvokeAsync(HttpContext context)
    {
        _forwarding?.ApplyForwarders(context);
        return _next(context);
    }

    private ForwardedHeadersMiddleware? Create(TrustedProxyOptions options)
    {
        if (options.Networks.Count == 0)
        {
            return null;
        }

        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = options.Hops,
        };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var text in options.Networks)
        {
            if (TrustedProxyOptionsValidator.TryParse(text, out var network))
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        }

        if (options.Hosts.Count > 0)
        {
            forwarded.ForwardedHeaders |= ForwardedHeaders.XForwardedHost;
            forwarded.AllowedHosts = [.. options.Hosts];
        }

        return new ForwardedHeadersMiddleware(_next, _loggerFactory, Options.Create(forwarded));
    }
}
