using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Console;

/// <summary>Bodies that no page of the console sends, and verbs that none takes: a refusal a person can read, never an internal error.</summary>
[TestFixture]
public sealed class ConsoleHostileRequestTests
{
    private KitHost _host = null!;
    private ConsoleVisitor _visitor = null!;
    private string[] _forms = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = await KitHost.StartAsync(new KitHostSetup
        {
            Settings = new Dictionary<string, string?> { ["SecurityKit:Endpoints:Throttles:SignIn:Permits"] = "1000" },
            Pipeline = static app =>
            {
                app.UseSecurityKit();
                app.MapSecurityKit(KitHost.Prefix);
                app.MapSecurityKitConsole(ConsoleVisitor.Root);
            },
        });
        var ada = await Person.RegisterAsync(_host, "ada");
        await ada.GrantAsync([ConsolePermissions.SessionsManage, ConsolePermissions.KeysManage]);
        _visitor = new ConsoleVisitor(_host);
        await _visitor.SignInAsync(ada);
        _forms = [.. Paths("POST").Where(path => path != "/sign-out")];
    }

    [TearDown]
    public async Task StopAsync()
    {
        _visitor.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task AHugeForm_IsRefused_OnEveryPage()
    {
        foreach (var path in _forms)
        {
            using var content = new StringContent("password=" + new string('a', 100_000), Encoding.ASCII, "application/x-www-form-urlencoded");
            Check(await _visitor.SendRawAsync(HttpMethod.Post, path, content), path);
        }
    }

    [Test]
    public async Task AHugeForm_IsNamedAsSuch()
    {
        using var content = new StringContent("current=" + new string('a', 100_000), Encoding.ASCII, "application/x-www-form-urlencoded");
        var answer = await _visitor.SendRawAsync(HttpMethod.Post, "/password", content);
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(answer.Text, Does.Contain("larger than this page takes"));
    }

    [TestCase("application/x-www-form-urlencoded", "many fields")]
    [TestCase("application/x-www-form-urlencoded", "long key")]
    [TestCase("application/x-www-form-urlencoded", "deep keys")]
    [TestCase("application/json", "deep")]
    [TestCase("multipart/form-data; boundary=x", "no end")]
    [TestCase("multipart/form-data", "no boundary")]
    [TestCase("multipart/form-data; boundary=x", "deep headers")]
    [TestCase("text/plain", "text")]
    public async Task ABrokenOrDeepBody_IsRefused_OnEveryPage(string contentType, string kind)
    {
        var body = kind switch
        {
            "many fields" => string.Join('&', Enumerable.Range(0, 3_000).Select(i => $"f{i}=1")),
            "long key" => new string('k', 10_000) + "=1",
            "deep keys" => "a" + string.Concat(Enumerable.Repeat("[b]", 5_000)) + "=1",
            "deep" => string.Concat(Enumerable.Repeat("{\"a\":", 5_000)) + "1" + new string('}', 5_000),
            "no end" => "--x\r\nContent-Disposition: form-data; name=\"current\"\r\n\r\nabc",
            "deep headers" => "--x\r\n" + string.Concat(Enumerable.Repeat("X-A: b\r\n", 500)) + "\r\n\r\n--x--",
            _ => "current=\0\0",
        };
        foreach (var path in _forms)
        {
            using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            Check(await _visitor.SendRawAsync(HttpMethod.Post, path, content), $"{path} {kind}");
        }
    }

    [Test]
    public async Task AWrongVerb_IsRefused_OnEveryPage()
    {
        foreach (var path in Paths("POST").Concat(Paths("GET")).Distinct())
        {
            foreach (var verb in new[] { "PUT", "PATCH", "DELETE", "TRACE", "FOO" })
            {
                var answer = await _visitor.SendRawAsync(new HttpMethod(verb), path, null);
                Assert.That((int)answer.Status, Is.InRange(400, 499), $"{verb} {path}");
                Check(answer, $"{verb} {path}");
            }
        }
    }

    private static void Check(ApiAnswer answer, string what)
    {
        Assert.That((int)answer.Status, Is.LessThan(500), $"{what}\n{answer.Text}");
        Assert.That(answer.Text, Does.Not.Contain("   at ").And.Not.Contain("Exception"), what);
    }

    private IEnumerable<string> Paths(string method) => _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText!.StartsWith(ConsoleVisitor.Root, StringComparison.Ordinal)
            && e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains(method))
        .Select(e => e.RoutePattern.RawText![ConsoleVisitor.Root.Length..].Replace("{subject}", "x", StringComparison.Ordinal).Replace("{id}", "x", StringComparison.Ordinal))
        .Distinct();
}
