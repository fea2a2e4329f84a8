using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.AspNetCore.Tests.Hosting;

/// <summary>The routes a host has mapped, read from the host itself: a test that walks them cannot forget a new one. HEAD goes with GET.</summary>
public static class Routes
{
    public static IReadOnlyList<(string Method, string Path)> Of(KitHost host) =>
    [
        .. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith(KitHost.Prefix, StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                .Where(method => method != "HEAD")
                .Select(method => (method, endpoint.RoutePattern.RawText!))),
    ];
}
