using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Transport;

[TestFixture]
public sealed class TransportTests
{
    [Test]
    public async Task TheKestrelProfile_SpeaksTls13_AndRefusesTls12([Values] DevelopmentKey key)
    {
        using var certificate = DevelopmentCertificate.Create(key, TimeProvider.System);
        await using var host = await StartAsync(certificate);
        var (exit13, said13) = await OpenSslAsync(host, "-tls1_3");
        var (exit12, said12) = await OpenSslAsync(host, "-tls1_2");
        Assert.That(said13, Does.Contain("TLSv1.3"), said13);
        Assert.That(exit13, Is.Zero);
        Assert.That(exit12, Is.Not.Zero);
        Assert.That(said12, Does.Contain("alert protocol version"), said12);
        Assert.That(said13, Does.Contain(key == DevelopmentKey.P256 ? "256 bit" : "4096 bit"));
    }

    [Test]
    public async Task OverHttps_TheSessionCookieIsBoundToTheHost_AndHstsIsLeftOutOnLoopbackOnly()
    {
        using var certificate = DevelopmentCertificate.Create(DevelopmentKey.P256, TimeProvider.System);
        await using var host = await StartAsync(certificate);
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false, ServerCertificateCustomValidationCallback = (_, _, _, _) => true }) { BaseAddress = host.Address };
        using var registration = System.Net.Http.Json.JsonContent.Create(new { userName = "ada", email = "ada@example.com", password = Person.Password });
        Assert.That((await http.PostAsync(KitHost.Prefix + "/register", registration)).StatusCode, Is.EqualTo(HttpStatusCode.Created));
        using var form = new FormUrlEncodedContent([new("userName", "ada"), new("password", Person.Password)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = form };
        request.Headers.Host = "portal.example.com";
        using var answer = await http.SendAsync(request);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.Contains("session", StringComparison.Ordinal));
        Assert.That(cookie, Does.StartWith("__Host-sk_session=").And.Contain("secure").And.Contain("httponly").And.Contain("path=/").And.Not.Contain("domain"));
        Assert.That(answer.Headers.GetValues("Strict-Transport-Security").Single(), Is.EqualTo("max-age=63072000; includeSubDomains"));
        Assert.That(answer.Headers.Server, Is.Empty);

        using var plain = new HttpRequestMessage(HttpMethod.Get, "/private");
        plain.Headers.Add("Cookie", cookie.Split(';')[0].Replace("__Host-", string.Empty, StringComparison.Ordinal));
        using var refused = await http.SendAsync(plain);
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), "a cookie without the prefix could come from plain http");
        Assert.That(refused.Headers.Contains("Strict-Transport-Security"), Is.False);
        using var bound = new HttpRequestMessage(HttpMethod.Get, "/private");
        bound.Headers.Add("Cookie", cookie.Split(';')[0]);
        using var accepted = await http.SendAsync(bound);
        Assert.That(accepted.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public void ADevelopmentCertificate_IsKept_ForItsOwnerOnly_AndRenewedBeforeItEnds()
    {
        var folder = Directory.CreateTempSubdirectory("sk-web-cert-").FullName;
        try
        {
            var path = Path.Combine(folder, "dev.pfx");
            var clock = new Testing.ManualClock(TimeProvider.System.GetUtcNow());
            using var first = DevelopmentCertificate.LoadOrCreate(path, DevelopmentKey.P256, clock);
            using var again = DevelopmentCertificate.LoadOrCreate(path, DevelopmentKey.P256, clock);
            Assert.That(again.Thumbprint, Is.EqualTo(first.Thumbprint));
            Assert.That(again.HasPrivateKey);
            Assert.That(again.MatchesHostname("localhost") && again.MatchesHostname("127.0.0.1") && again.MatchesHostname("portal.dev.localhost"));
            Assert.That(again.MatchesHostname("example.test"), Is.False);
            if (!OperatingSystem.IsWindows())
            {
                Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            }

            clock.Advance(TimeSpan.FromDays(84));
            using var renewed = DevelopmentCertificate.LoadOrCreate(path, DevelopmentKey.P256, clock);
            Assert.That(renewed.Thumbprint, Is.Not.EqualTo(first.Thumbprint));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<KitHost> StartAsync(X509Certificate2 certificate) => KitHost.StartAsync(new KitHostSetup
    {
        Pipeline = PageSite.Pipeline,
        Kestrel = static kestrel => kestrel.UseSecurityKitTransport(),
        Listen = listen => listen.UseHttps(certificate),
    });

    private static async Task<(int Exit, string Said)> OpenSslAsync(KitHost host, string version)
    {
        var start = new ProcessStartInfo("openssl", ["s_client", "-connect", $"127.0.0.1:{host.Address.Port}", version])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
