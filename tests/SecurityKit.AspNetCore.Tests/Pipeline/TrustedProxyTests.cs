using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Pipeline;

/// <summary>Who the client is comes from the connection, and from headers only as far as trusted proxies wrote them.</summary>
[TestFixture]
public sealed class TrustedProxyTests
{
    [TestCase("203.0.113.9")]
    [TestCase("127.0.0.1, 203.0.113.9")]
    public async Task WithoutATrustedProxy_NoForwardedHeaderIsRead(string forwardedFor)
    {
        await using var host = await KitHost.StartAsync(Setup([]));
        Assert.That(await AskAsync(host, forwardedFor), Is.EqualTo("127.0.0.1 http"));
    }

    [TestCase("203.0.113.9", "203.0.113.9 https")]
    [TestCase("198.51.100.1, 203.0.113.9", "203.0.113.9 https")]
    [TestCase("10.0.0.1, 203.0.113.9", "203.0.113.9 https")]
    public async Task BehindATrustedProxy_OnlyWhatItWroteItselfCounts(string forwardedFor, string expected)
    {
        await using var host = await KitHost.StartAsync(Setup(["127.0.0.0/8"]));
        Assert.That(await AskAsync(host, forwardedFor), Is.EqualTo(expected));
    }

    [Test]
    public async Task WithTwoHops_TheFirstMustBeTrustedToo()
    {
        await using var host = await KitHost.StartAsync(Setup(["127.0.0.0/8", "203.0.113.0/24"], hops: 2));
        Assert.That(await AskAsync(host, "192.0.2.1, 198.51.100.1, 203.0.113.9"), Is.EqualTo("198.51.100.1 https"));
        Assert.That(await AskAsync(host, "192.0.2.1, 198.51.100.1"), Is.EqualTo("198.51.100.1 https"), "an untrusted hop ends the chain");
    }

    [Test]
    public async Task TheSource_OfAnEvent_IsTheNetwork_NotTheAddress()
    {
        await using var host = await KitHost.StartAsync(Setup(["127.0.0.0/8"]));
        using var client = host.Client();
        using var content = System.Net.Http.Json.JsonContent.Create(new { userName = "nobody", password = "a wrong password" });
        await client.SendAsync(HttpMethod.Post, KitHost.Prefix + "/login", content, ("X-Forwarded-For", "203.0.113.9"));
        Assert.That(host.Events.All.Select(e => e.Source), Has.Some.EqualTo("203.0.113.0/24"));
        Assert.That(host.Logs.Text, Does.Not.Contain("203.0.113.9"));
    }

    private static KitHostSetup Setup(string[] networks, int hops = 1)
    {
        var settings = networks.Index().ToDictionary(n => $"SecurityKit:Proxies:Networks:{n.Index}", n => (string?)n.Item);
        settings["SecurityKit:Proxies:Hops"] = hops.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new KitHostSetup
        {
            Settings = settings,
            Pipeline = app =>
            {
                app.UseSecurityKit();
                app.MapSecurityKit(KitHost.Prefix);
                app.MapGet("/who", (HttpContext context) => $"{context.Connection.RemoteIpAddress} {context.Request.Scheme}");
            },
        };
    }

    private static async Task<string> AskAsync(KitHost host, string forwardedFor)
    {
        using var client = host.Client();
        var answer = await client.SendAsync(
            HttpMethod.Get, "/who", null, ("X-Forwarded-For", forwardedFor),
            ("X-Forwarded-Proto", string.Join(", ", forwardedFor.Split(',').Select(_ => "https"))));
        return answer.Expect(HttpStatusCode.OK).Text;
    }
}
