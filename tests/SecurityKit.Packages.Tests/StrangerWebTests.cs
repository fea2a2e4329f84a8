using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace SecurityKit.Packages.Tests;

/// <summary>The program of the front page, in a fresh web application that references the metapackage.</summary>
[TestFixture]
public sealed class StrangerWebTests
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private StrangerProject _project = null!;

    [OneTimeSetUp]
    public void BuildProject()
    {
        var snippet = Snippets.Of(Path.Combine(PackedFeed.Root, "README.md"))[0];
        var code = $"""
            var builder = WebApplication.CreateBuilder(args);
            {snippet}
            app.Run();
            """;
        _project = StrangerProject.Create("Microsoft.NET.Sdk.Web", "Exe", code, "SecurityKit");
        _project.Build();
    }

    [OneTimeTearDown]
    public void DeleteProject() => _project?.Dispose();

    [Test]
    public async Task FrontPage_ServesRegistrationAndSignIn()
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        using var host = Shell.Start(
            _project.Folder,
            "dotnet",
            [Path.Combine("out", "Stranger.dll"), "--urls", address],
            new Dictionary<string, string> { ["SECURITYKIT_MASTER_KEY"] = key, ["ASPNETCORE_ENVIRONMENT"] = "Development" });
        var output = host.StandardOutput.ReadToEndAsync();
        var errors = host.StandardError.ReadToEndAsync();
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            Assert.That(await IsServingAsync(client, host), Is.True, () => output.Result + errors.Result);

            var registered = await client.PostAsJsonAsync(
                "/api/v1/security/register",
                new { userName = "stranger", email = "stranger@example.test", password = "correct-horse-battery-staple-94" });
            var signedIn = await client.PostAsJsonAsync(
                "/api/v1/security/login", new { userName = "stranger", password = "correct-horse-battery-staple-94" });

            Assert.That(registered.StatusCode, Is.EqualTo(HttpStatusCode.Created), await registered.Content.ReadAsStringAsync());
            Assert.That(signedIn.StatusCode, Is.EqualTo(HttpStatusCode.OK), await signedIn.Content.ReadAsStringAsync());
            Assert.That(await signedIn.Content.ReadAsStringAsync(), Does.Contain("accessToken"));
        }
        finally
        {
            host.Kill(entireProcessTree: true);
            await host.WaitForExitAsync();
        }
    }

    [Test]
    public void WithoutAMasterKey_TheStartIsRefusedWithTheRemedy()
    {
        using var host = Shell.Start(Path.Combine(_project.Folder, "out"), "dotnet", ["Stranger.dll", "--urls", "http://127.0.0.1:0"], null);
        var output = host.StandardOutput.ReadToEndAsync();
        var errors = host.StandardError.ReadToEndAsync();

        Assert.That(host.WaitForExit(StartLimit), Is.True, "it does not go on running");
        Assert.That(host.ExitCode, Is.Not.Zero);
        Assert.That(output.Result + errors.Result, Does.Contain("SECURITYKIT_MASTER_KEY").And.Contain("openssl rand -base64 32"));
    }

    private static async Task<bool> IsServingAsync(HttpClient client, Process host)
    {
        var started = Stopwatch.GetTimestamp();
        while (!host.HasExited && Stopwatch.GetElapsedTime(started) < StartLimit)
        {
            try
            {
                using var answer = await client.GetAsync("/api/v1/security/health");
                return true;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
