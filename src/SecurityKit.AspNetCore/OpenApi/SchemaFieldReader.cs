using System.Text.Json.Nodes;

namespace SecurityKit.AspNetCore;

/// <summary>Notes the rules that a request body's fields are read by, as a JSON schema. Returns placeholders.</summary>
internal sealed class SchemaFieldReader : IFieldReader
{
    private readonly JsonObject _properties = [];
    private readonly JsonArray _required = [];

    internal static JsonObject SchemaOf(BodySchema body)
    {
        var reader = new SchemaFieldReader();
        body.Read(reader);
        var schema = new JsonObject { ["type"] = "object", ["properties"] = reader._properties };
        if (reader._required.Count > 0)
        {
            schema["required"] = reader._required;
        }

        return schema;
    }

    public string Text(string name, int maxLength) => Add(name, TextSchema(maxLength), isRequired: true);

    public string? OptionalText(string name, int maxLength)
    {
        Add(name, TextSchema(maxLength), isRequired: false);
        return null;
    }

    public string Secret(string name, int maxLength)
    {
        var schema = TextSchema(maxLength);
        schema["writeOnly"] = true;
        return Add(name, schema, isRequired: true);
    }

    public string Json(string name, int maxLength) => Add(name, new JsonObject { ["type"] = "object", ["writeOnly"] = true }, isRequired: true);

    public string Choice(string name, params ReadOnlySpan<string> words)
    {
        var values = new JsonArray();
        foreach (var word in words)
        {
            values.Add((JsonNode)word);
        }

        return Add(name, new JsonObject { ["type"] = "string", ["enum"] = values }, isRequired: true);
    }

    public int? OptionalInteger(string name, int min, int max)
    {
        Add(name, new JsonObject { ["type"] = "integer", ["minimum"] = min, ["maximum"] = max }, isRequired: false);
        return null;
    }

    public bool OptionalFlag(string name)
    {
        Add(name, new JsonObject { ["type"] = "boolean" }, isRequired: false);
        return false;
    }

    public IReadOnlyList<string> OptionalTexts(string name, int maxItems, int maxLength)
    {
        Add(name, new JsonObject { ["type"] = "array", ["maxItems"] = maxItems, ["items"] = TextSchema(maxLength) }, isRequired: false);
        return [];
    }

    private static JsonObject TextSchema(int maxLength) => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = maxLength };

    private string Add(string name, JsonObject schema, bool isRequired)
    {
        _properties[name] = schema;
        if (isRequired)
        {
            _required.Add((JsonNode)name);
        }

        return string.Empty;
    }
}
