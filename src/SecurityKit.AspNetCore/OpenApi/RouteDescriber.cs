using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace SecurityKit.AspNetCore;

/// <summary>Describes one route as an OpenAPI operation, from what stands on the route itself.</summary>
internal static class RouteDescriber
{
    internal static JsonObject Describe(RouteEndpoint endpoint)
    {
        var answers = endpoint.Metadata.GetOrderedMetadata<RouteAnswer>();
        var operation = new JsonObject { ["summary"] = answers[0].Summary };
        if (endpoint.RoutePattern.Parameters.Count > 0)
        {
            operation["parameters"] = new JsonArray([.. endpoint.RoutePattern.Parameters.Select(parameter => PathParameter(parameter.Name))]);
        }

        if (endpoint.Metadata.GetMetadata<BodySchema>() is { } body)
        {
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", SchemaFieldReader.SchemaOf(body)) };
        }

        operation["security"] = SecurityOf(endpoint);
        if (endpoint.Metadata.GetMetadata<RequirePermissionAttribute>() is { } permission)
        {
            operation["x-permission"] = permission.Permission;
        }

        operation["responses"] = ResponsesOf(endpoint, answers);
        return operation;
    }

    private static JsonObject PathParameter(string name) => new()
    {
        ["name"] = name, ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject ResponsesOf(RouteEndpoint endpoint, IReadOnlyList<RouteAnswer> answers)
    {
        var responses = new JsonObject();
        foreach (var group in answers.GroupBy(answer => answer.Status))
        {
            responses[group.Key.ToString(CultureInfo.InvariantCulture)] = ResponseOf([.. group]);
        }

        var codes = endpoint.Metadata.GetMetadata<RouteRefusals>()?.Codes ?? [];
        responses["default"] = new JsonObject
        {
            ["description"] = "A problem (RFC 9457).",
            ["content"] = Content(SecurityProblem.MediaType, new JsonObject { ["$ref"] = "#/components/schemas/Problem" }),
            ["x-codes"] = new JsonArray([.. codes.Select(code => (JsonNode)code)]),
        };
        return responses;
    }

    private static JsonObject ResponseOf(RouteAnswer[] answers)
    {
        var response = new JsonObject { ["description"] = answers[0].Summary };
        JsonNode[] schemas = [.. answers.Where(answer => answer.Body is not null).Select(answer => SchemaOf(answer.Body!))];
        if (schemas.Length > 0)
        {
            response["content"] = Content("application/json", schemas.Length == 1 ? schemas[0] : new JsonObject { ["oneOf"] = new JsonArray(schemas) });
        }

        return response;
    }

    private static JsonNode SchemaOf(Type type) => AnswerJson.Default.GetTypeInfo(type)!.GetJsonSchemaAsNode(
        new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });

    private static JsonObject Content(string mediaType, JsonNode schema) => new() { [mediaType] = new JsonObject { ["schema"] = schema } };

    private static JsonArray SecurityOf(RouteEndpoint endpoint)
    {
        var rules = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
        if (rules.Count == 0)
        {
            return [];
        }

        string[] schemes = rules.OfType<RequireSessionAttribute>().Any() ? ["bearer", "cookie"] : ["bearer", "cookie", "apiKey"];
        return new JsonArray([.. schemes.Select(scheme => new JsonObject { [scheme] = new JsonArray() })]);
    }
}
