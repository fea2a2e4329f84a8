using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SecurityKit.AspNetCore;

/// <summary>Serves the document; it is written once, at the first request for it.</summary>
internal static class OpenApiEndpoint
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        byte[]? document = null;
        routes.Get("/openapi.json", context =>
        {
            document ??= OpenApiDocument.Write(context.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>());
            return Task.FromResult<IResult>(TypedResults.Bytes(document, "application/vnd.oai.openapi+json"));
        });
    }
}
