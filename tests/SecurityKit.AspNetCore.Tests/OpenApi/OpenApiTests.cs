using System.Net;
using System.Text.Json;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.OpenApi;

/// <summary>The checked-in document says what the routes do. SECURITYKIT_UPDATE_OPENAPI=1 writes it anew.</summary>
[TestFixture]
public sealed class OpenApiTests
{
    [Test]
    public async Task TheCheckedInDocument_IsTheOneThatIsServed()
    {
        await using var host = await KitHost.StartAsync();
        using var client = host.Client();
        var served = (await client.GetAsync("/openapi.json")).Expect(HttpStatusCode.OK).Text + "\n";
        var path = Path.Combine(RepositoryRoot(), "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("SECURITYKIT_UPDATE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(path, served);
        }

        Assert.That(served, Is.EqualTo(await File.ReadAllTextAsync(path)), "Run this test with SECURITYKIT_UPDATE_OPENAPI=1 and look at the difference.");
    }

    [Test]
    public async Task EveryRoute_IsInTheDocument()
    {
        await using var host = await KitHost.StartAsync();
        using var client = host.Client();
        var paths = (await client.GetAsync("/openapi.json")).Json.GetProperty("paths");
        foreach (var (method, path) in Routes.Of(host).Where(route => !route.Path.EndsWith("/openapi.json", StringComparison.Ordinal)))
        {
            Assert.That(paths.TryGetProperty(path, out var operations) && operations.TryGetProperty(method.ToLowerInvariant(), out _), $"{method} {path}");
        }
    }

    [Test]
    public async Task TheDocument_NamesTheRulesThatAreEnforced()
    {
        await using var host = await KitHost.StartAsync();
        using var client = host.Client();
        var login = (await client.GetAsync("/openapi.json")).Json.GetProperty("paths").GetProperty(KitHost.Prefix + "/login").GetProperty("post");
        var schema = login.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        var limit = schema.GetProperty("properties").GetProperty("userName").GetProperty("maxLength").GetInt32();
        Assert.That(schema.GetProperty("required").EnumerateArray().Select(r => r.GetString()), Is.EqualTo(new[] { "userName", "password" }));
        var answer = await client.PostAsync("/login", new { userName = new string('a', limit + 1), password = "x" });
        answer.ExpectProblem(HttpStatusCode.BadRequest, "invalid_request");
        Assert.That(answer.Json.GetProperty("errors")[0].GetProperty("code").GetString(), Is.EqualTo("too_long"));
        Assert.That(login.GetProperty("security").GetArrayLength(), Is.Zero);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SecurityKit.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
