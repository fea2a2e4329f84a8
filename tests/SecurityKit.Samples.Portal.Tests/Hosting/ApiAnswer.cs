using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SecurityKit.Samples.Portal.Tests.Hosting;

/// <summary>An answer of the API.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, string Text, string? MediaType, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The <c>code</c> of a problem; null for anything else.</summary>
    public string? Code =>
        MediaType == "application/problem+json" && Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    public string this[string field] => Json.GetProperty(field).GetString()!;
}
