using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

/// <summary>Reads the switch at each request, so that a change of configuration acts at once.</summary>
internal sealed class FeatureGateMiddleware(RequestDelegate next, IOptionsMonitor<EndpointOptions> options)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<FeatureGate>() is { } gate && !gate.IsOn(options.CurrentValue)
            ? SecurityProblem.NotFound().ExecuteAsync(context)
            : next(context);
}
