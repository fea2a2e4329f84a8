using System.Text.Json;
using System.Text.RegularExpressions;
using SecurityKit.Samples.Portal.Tests.Hosting;
using SecurityKit.Testing;

namespace SecurityKit.Samples.Portal.Tests.Api;

/// <summary>docs/http-api.md says what is true: its examples run, and it knows every route, field and problem code of the OpenAPI document.</summary>
public sealed class HttpApiDocumentTests
{
    private const string Prefix = PortalProcess.ApiPrefix;

    private static string Folder => Path.Combine(PortalFiles.Root, "docs");

    [Test]
    public async Task TheExamples_RunAgainstThePortal()
    {
        foreach (var (program, package) in (ReadOnlySpan<(string, string)>)[("curl", "curl"), ("jq", "jq"), ("oathtool", "oathtool")])
        {
            ServerRequirement.Find(package, $"/usr/bin/{program}", $"/usr/local/bin/{program}");
        }

        var portal = await PortalProcess.SharedAsync();
        var folder = Directory.CreateTempSubdirectory("sk-http-api-");
        try
        {
            ShellPage.Open("docs/http-api.md", PortalFiles.Root, folder.FullName).With("BASE", portal.Address.GetLeftPart(UriPartial.Authority)).RunToEnd();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public async Task EveryRouteFieldAndProblem_IsDescribed()
    {
        var sections = (await File.ReadAllTextAsync(Path.Combine(Folder, "http-api.md"))).Split("\n### ").Skip(1)
            .ToDictionary(section => section.Split('\n')[0], section => section, StringComparer.Ordinal);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "openapi.json")));
        var missing = new List<string>();
        foreach (var (route, operation) in Operations(document))
        {
            if (!sections.TryGetValue(route, out var section))
            {
                missing.Add(route);
                continue;
            }

            missing.AddRange(Fields(operation).Where(field => !Regex.IsMatch(section, $@"\b{field}\b")).Select(field => $"{route}: the field {field}"));
            missing.AddRange(Codes(operation).Where(code => !section.Contains($"`{code}`", StringComparison.Ordinal)).Select(code => $"{route}: {code}"));
        }

        Assert.That(missing, Is.Empty);
        Assert.That(sections.Keys.Except(Operations(document).Select(o => o.Route)), Is.Empty, "Described, but not there.");
    }

    private static IEnumerable<(string Route, JsonElement Operation)> Operations(JsonDocument document) =>
        from path in document.RootElement.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {(path.Name.StartsWith(Prefix, StringComparison.Ordinal) ? path.Name[Prefix.Length..] : path.Name)}", operation.Value);

    private static IEnumerable<string> Fields(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body)
        && body.GetProperty("content").GetProperty("application/json").GetProperty("schema").TryGetProperty("properties", out var fields)
            ? fields.EnumerateObject().Select(field => field.Name)
            : [];

    private static IEnumerable<string> Codes(JsonElement operation) =>
        operation.GetProperty("responses").GetProperty("default").GetProperty("x-codes").EnumerateArray().Select(code => code.GetString()!);
}
