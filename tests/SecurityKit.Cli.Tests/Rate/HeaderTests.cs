using System.Net;
using System.Net.Http;
using System.Text;

namespace SecurityKit.Cli.Tests;

/// <summary>Headers that look like protection and are none.</summary>
[TestFixture]
public sealed class HeaderTests
{
    private static readonly Uri Address = new("https://host.example/api/status");

    [TestCase("X-Frame-Options: DENY", true)]
    [TestCase("X-Frame-Options: sameorigin", true)]
    [TestCase("X-Frame-Options: ALLOWALL", false)]
    [TestCase("X-Frame-Options: ALLOW-FROM https://a.example", false)]
    [TestCase("X-Frame-Options: DENY, ALLOWALL", false)]
    [TestCase("Content-Security-Policy: frame-ancestors 'none'", true)]
    [TestCase("Content-Security-Policy: default-src 'self'; FRAME-ANCESTORS 'self' https://a.example", true)]
    [TestCase("Content-Security-Policy: frame-ancestors *|X-Frame-Options: DENY", false, Description = "browsers do not look at the second")]
    [TestCase("Content-Security-Policy: frame-ancestors https:", false)]
    [TestCase("Content-Security-Policy: frame-ancestors https://*.example", false)]
    [TestCase("Content-Security-Policy: default-src 'none'", false, Description = "frame-ancestors has no default")]
    [TestCase("Content-Security-Policy-Report-Only: frame-ancestors 'none'", false)]
    [TestCase("", false)]
    public void Frames(string headers, bool isSafe) => Check("outside.headers.frames", headers, isSafe);

    [TestCase("Strict-Transport-Security: max-age=31536000", true)]
    [TestCase("Strict-Transport-Security: includeSubDomains; MAX-AGE=\"63072000\"", true)]
    [TestCase("Strict-Transport-Security: max-age=31535999", false)]
    [TestCase("Strict-Transport-Security: max-age=0", false)]
    [TestCase("Strict-Transport-Security: x-max-age=63072000", false)]
    [TestCase("Strict-Transport-Security: max-age=63072000; max-age=63072000", false)]
    [TestCase("Strict-Transport-Security: max-age=-63072000", false)]
    [TestCase("Strict-Transport-Security: max-age=0|Strict-Transport-Security: max-age=63072000", false)]
    [TestCase("", false)]
    public void Transport(string headers, bool isSafe) => Check("outside.headers.hsts", headers, isSafe);

    [Test]
    public void Transport_OverPlainHttp_IsIgnoredByBrowsers()
    {
        var answer = Answer("Strict-Transport-Security: max-age=63072000", new Uri("http://127.0.0.1/api/status"));

        Assert.That(HeaderFindings.Of(answer, []).Single(f => f.CheckId == "outside.headers.hsts").Status, Is.EqualTo(PostureStatus.Failed));
    }

    [TestCase("X-Content-Type-Options: NoSniff", true)]
    [TestCase("X-Content-Type-Options: none", false)]
    public void Sniffing(string headers, bool isSafe) => Check("outside.headers.nosniff", headers, isSafe);

    [TestCase("Cache-Control: no-cache", false)]
    [TestCase("Cache-Control: private, No-Store", true)]
    [TestCase("Cache-Control: x-no-store-ever", false)]
    public void Caching(string headers, bool isSafe) => Check("outside.headers.caching", headers, isSafe);

    [TestCase("Server: nginx/1.25", false)]
    [TestCase("X-AspNet-Version: 4.0", false)]
    [TestCase("", true)]
    public void Banners(string headers, bool isSafe) => Check("outside.headers.banner", headers, isSafe);

    [TestCase("default-src 'self'; style-src 'self'", PostureStatus.Passed)]
    [TestCase("default-src 'none'", PostureStatus.Passed)]
    [TestCase("default-src 'self'; script-src 'self' 'nonce-abc' 'unsafe-inline'", PostureStatus.Passed, Description = "a nonce makes browsers ignore it")]
    [TestCase("default-src 'self'; style-src 'self' 'unsafe-inline'", PostureStatus.Partial)]
    [TestCase("default-src 'self' 'unsafe-inline'", PostureStatus.Failed)]
    [TestCase("script-src 'self' 'UNSAFE-INLINE'; default-src 'none'", PostureStatus.Failed)]
    [TestCase("default-src 'self'; script-src 'self' 'unsafe-eval'", PostureStatus.Failed)]
    [TestCase("default-src 'self'; script-src-elem 'unsafe-inline'", PostureStatus.Failed)]
    [TestCase("default-src 'self'; script-src https:", PostureStatus.Failed)]
    [TestCase("default-src *", PostureStatus.Failed)]
    [TestCase("frame-ancestors 'none'", PostureStatus.Failed)]
    public void Scripts(string policy, PostureStatus expected)
    {
        var page = Answer("Content-Security-Policy: " + policy, new Uri("https://host.example/"), "text/html");

        Assert.That(ContentFindings.Scripts(Answer("Content-Security-Policy: default-src 'none'"), [page]).Status, Is.EqualTo(expected));
    }

    [Test]
    public void Scripts_OfPagesThatWereNotShown_DoNotPass()
    {
        var finding = ContentFindings.Scripts(Answer("Content-Security-Policy: default-src 'none'"), [Answer("Content-Security-Policy: default-src 'none'")]);

        Assert.That((finding.Status, finding.Evidence[..18]), Is.EqualTo((PostureStatus.Partial, "No page was shown.")));
    }

    [TestCase("__Host-a=1; Path=/; Secure; HttpOnly; SameSite=Lax", PostureStatus.Passed, "__Host-a")]
    [TestCase("a=1; secure; httponly; samesite=strict", PostureStatus.Passed, "a")]
    [TestCase("a=1; HttpOnly; SameSite=Lax", PostureStatus.Failed, "a lacks Secure.")]
    [TestCase("a=1; Secure; SameSite=Lax", PostureStatus.Failed, "a lacks HttpOnly.")]
    [TestCase("a=1; Secure; HttpOnly", PostureStatus.Failed, "a lacks SameSite")]
    [TestCase("a=1; Secure; HttpOnly; SameSite=None", PostureStatus.Failed, "a lacks SameSite")]
    [TestCase("a=Secure; Path=/Secure; x=HttpOnly", PostureStatus.Failed, "a lacks Secure, HttpOnly, SameSite")]
    [TestCase(null, PostureStatus.Partial, "Not shown")]
    public void Cookies(string? cookie, PostureStatus expected, string evidence)
    {
        var finding = ContentFindings.Cookies([Answer(cookie is null ? "" : "Set-Cookie: " + cookie)]);

        Assert.That((finding.Status, finding.Evidence.Contains(evidence, StringComparison.Ordinal)), Is.EqualTo((expected, true)), finding.Evidence);
    }

    private static void Check(string id, string headers, bool isSafe)
    {
        var finding = HeaderFindings.Of(Answer(headers), []).Single(f => f.CheckId == id);

        Assert.That(finding.Status, Is.EqualTo(isSafe ? PostureStatus.Passed : PostureStatus.Failed), finding.Evidence);
        Assert.That(finding.Advice.Length == 0, Is.EqualTo(isSafe));
    }

    private static SeenAnswer Answer(string headers, Uri? address = null, string contentType = "application/json")
    {
        using var message = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("", Encoding.UTF8, contentType) };
        foreach (var parts in headers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(header => header.Split(": ", 2)))
        {
            Assert.That(message.Headers.TryAddWithoutValidation(parts[0], parts[1]));
        }

        return new SeenAnswer(address ?? Address, message);
    }
}
