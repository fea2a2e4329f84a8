using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SecurityKit.AspNetCore.Tests.Hosting;

/// <summary>A response, read to its end.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, string Text, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string Code => Json.GetProperty("code").GetString()!;

    public string this[string name] => Json.GetProperty(name).GetString()!;

    public string? Header(string name) =>
        Headers.TryGetValues(name, out var values) || ContentHeaders.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    public ApiAnswer Expect(HttpStatusCode status, string? what = null)
    {
        Assert.That(Status, Is.EqualTo(status), what + "\n" + Text);
        return this;
    }

    public ApiAnswer ExpectProblem(HttpStatusCode status, string code)
    {
        Expect(status);
        Assert.That(ContentHeaders.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(Code, Is.EqualTo(code), Text);
        Assert.That(Json.GetProperty("status").GetInt32(), Is.EqualTo((int)status));
        return this;
    }
}
