using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

/// <summary>Reads the switches at each request, so that a change of configuration acts at once.</summary>
internal sealed class FeatureGateMiddleware(RequestDelegate next, IOptionsMonitor<EndpointOptions> options, IOptionsMonitor<ConsoleOptions> console)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint() is { } endpoint && IsOff(endpoint) ? SecurityProblem.NotFound().ExecuteAsync(context) : next(context);

    private bool IsOff(Endpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<FeatureGate>() is { } gate && !gate.IsOn(options.CurrentValue))
        || (endpoint.Metadata.GetMetadata<ConsolePart>() is { } part && !part.IsOn(console.CurrentValue));
}
