using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Microsoft.AspNetCore.Routing;

namespace SecurityKit.AspNetCore;

/// <summary>
/// The routes as an OpenAPI 3.1 document. Made from the routes, the readers of their bodies and the serialisers of their answers, so that it
/// says what is done.
/// </summary>
internal static class OpenApiDocument
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    internal static byte[] Write(IEnumerable<RouteEndpoint> endpoints)
    {
        var paths = new JsonObject();
        foreach (var group in Documented(endpoints).GroupBy(endpoint => endpoint.RoutePattern.RawText!).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var operations = new JsonObject();
            foreach (var endpoint in group.OrderBy(MethodOf, StringComparer.Ordinal))
            {
                operations[MethodOf(endpoint)] = RouteDescriber.Describe(endpoint);
            }

            paths[group.Key] = operations;
        }

        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "SecurityKit", ["version"] = "1" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["securitySchemes"] = Schemes(), ["schemas"] = new JsonObject { ["Problem"] = ProblemSchema() } },
        };
        using var written = new MemoryStream();
        using (var writer = new Utf8JsonWriter(written, Indented))
        {
            document.WriteTo(writer);
        }

        return written.ToArray();
    }

    private static IEnumerable<RouteEndpoint> Documented(IEnumerable<RouteEndpoint> endpoints) =>
        endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<RouteAnswer>() is not null);

    private static string MethodOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0].ToLowerInvariant();

    private static JsonNode ProblemSchema() => ProblemJsonContext.Default.ProblemBody.GetJsonSchemaAsNode(
        new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });

    private static JsonObject Schemes() => new()
    {
        ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" },
        ["apiKey"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "X-API-Key" },
        ["cookie"] = new JsonObject
        {
            ["type"] = "apiKey", ["in"] = "cookie", ["name"] = "__Host-sk_session",
            ["description"] = $"Unsafe methods need an anti-forgery token in {SessionAntiforgery.HeaderName} too.",
        },
    };
}
