using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Headers;

[TestFixture]
public sealed class SecurityHeadersTests
{
    private string _files = null!;
    private KitHost _host = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _files = Directory.CreateTempSubdirectory("sk-web-files-").FullName;
        await File.WriteAllTextAsync(Path.Combine(_files, "site.css"), "body { }");
        _host = await KitHost.StartAsync(new KitHostSetup { Environment = "Production", Kit = AllowMemory, Pipeline = Pipeline });
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }

    [TestCase("/page", 200)]
    [TestCase("/redirect", 302)]
    [TestCase("/site.css", 200)]
    [TestCase("/missing", 404)]
    [TestCase("/fails", 500)]
    [TestCase("/early", 302)]
    [TestCase("/api/v1/security/me", 401)]
    [TestCase("/.well-known/jwks.json", 200)]
    public async Task EveryKindOfResponse_CarriesTheHeaders(string path, int status)
    {
        using var client = _host.Client();
        var answer = await client.SendAsync(HttpMethod.Get, path);
        Assert.That((int)answer.Status, Is.EqualTo(status));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Header("X-Content-Type-Options"), Is.EqualTo("nosniff"));
            Assert.That(answer.Header("X-Frame-Options"), Is.EqualTo("DENY"));
            Assert.That(answer.Header("Content-Security-Policy"), Does.Contain("frame-ancestors 'none'").And.Contain("base-uri 'none'"));
            Assert.That(answer.Header("Cross-Origin-Opener-Policy"), Is.EqualTo("same-origin"));
            Assert.That(answer.Header("Cross-Origin-Resource-Policy"), Is.EqualTo("same-origin"));
            Assert.That(answer.Header("Permissions-Policy"), Does.Contain("camera=()"));
            Assert.That(answer.Header("Referrer-Policy"), Is.Not.Null);
            Assert.That(answer.Header("Strict-Transport-Security"), Is.Null, "plain http on loopback");
        }
    }

    [Test]
    public async Task AnswersForPrograms_MayNotBeCached_AndLoadNothing()
    {
        using var client = _host.Client();
        var answer = await client.GetAsync("/me");
        Assert.That(answer.Header("Content-Security-Policy"), Does.StartWith("default-src 'none'"));
        Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
        Assert.That(answer.Header("Referrer-Policy"), Is.EqualTo("no-referrer"));
    }

    [Test]
    public async Task APage_HasAFreshNonceInItsPolicyAndItsScript()
    {
        using var client = _host.Client();
        var first = await client.SendAsync(HttpMethod.Get, "/page");
        var second = await client.SendAsync(HttpMethod.Get, "/page");
        var policy = first.Header("Content-Security-Policy")!;
        Assert.That(first.Text, Has.Length.EqualTo(24));
        Assert.That(policy, Does.Contain($"script-src 'self' 'nonce-{first.Text}'").And.Not.Contain("unsafe"));
        Assert.That(second.Text, Is.Not.EqualTo(first.Text));
        Assert.That(first.Header("Cross-Origin-Embedder-Policy"), Is.EqualTo("require-corp"));
    }

    [Test]
    public async Task APolicyThatAnEndpointSetsItself_Stays()
    {
        using var client = _host.Client();
        Assert.That((await client.SendAsync(HttpMethod.Get, "/own-policy")).Header("Content-Security-Policy"), Is.EqualTo("default-src 'self'"));
    }

    [Test]
    public async Task WithAReportTarget_ThePoliciesNameIt()
    {
        await using var host = await KitHost.StartAsync(new KitHostSetup
        {
            Settings = new Dictionary<string, string?> { ["SecurityKit:Headers:ReportTo"] = "https://reports.example.com/csp" },
        });
        using var client = host.Client();
        var answer = await client.GetAsync("/me");
        Assert.That(answer.Header("Reporting-Endpoints"), Is.EqualTo("default=\"https://reports.example.com/csp\""));
        Assert.That(answer.Header("Report-To"), Does.Contain("\"url\":\"https://reports.example.com/csp\""));
        Assert.That(answer.Header("Content-Security-Policy"), Does.EndWith("; report-uri https://reports.example.com/csp; report-to default"));
    }

    [TestCase("ReportTo", "javascript:alert(1)")]
    [TestCase("PageContentSecurityPolicy", "default-src 'self'\r\nSet-Cookie: a=b")]
    [TestCase("StrictTransportSecurityAge", "-1")]
    public void AHeaderThatCannotBe_IsAnErrorAtStart(string option, string value)
    {
        var setup = new KitHostSetup { Settings = new Dictionary<string, string?> { [$"SecurityKit:Headers:{option}"] = value } };
        var thrown = Assert.CatchAsync(() => KitHost.StartAsync(setup));
        Assert.That(thrown!.Message, Does.Contain($"SecurityKit:Headers:{option}"));
    }

    private static void AllowMemory(ISecurityKitBuilder kit) => kit.Services.Configure<SecurityKitOptions>(o => o.AllowVolatileStoresInProduction = true);

    private void Pipeline(WebApplication app)
    {
        // Before UseSecurityKit on purpose: what answers early must carry the headers too.
        app.Map("/early", early => early.Run(context =>
        {
            context.Response.Redirect("/page");
            return Task.CompletedTask;
        }));
        app.UseExceptionHandler(errors => errors.Run(context => context.Response.WriteAsync("sorry")));
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(_files) });
        app.UseSecurityKit();
        app.MapSecurityKit(KitHost.Prefix);
        app.MapGet("/page", (HttpContext context) => TypedResults.Text(context.GetCspNonce(), "text/html"));
        app.MapGet("/redirect", () => TypedResults.Redirect("/page"));
        app.MapGet("/fails", void () => throw new InvalidOperationException("on purpose"));
        app.MapGet("/own-policy", (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'";
            return "ok";
        });
    }
}
