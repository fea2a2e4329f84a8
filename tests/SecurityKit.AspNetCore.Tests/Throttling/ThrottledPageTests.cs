using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecurityKit.AspNetCore.Tests.Console;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Throttling;

/// <summary>Who waits sees a page that says so and for how long.</summary>
[TestFixture]
public sealed class ThrottledPageTests
{
    [Test]
    public async Task AThrottledForm_OfTheConsole_SaysHowLongToWait()
    {
        await using var host = await StartAsync();
        using var visitor = new ConsoleVisitor(host);
        await visitor.SubmitAsync("/sign-in", "/sign-in", ("userName", "nobody"), ("password", "whatever it is"));
        var answer = await visitor.SubmitAsync("/sign-in", "/sign-in", ("userName", "nobody"), ("password", "whatever it is"));
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(answer.Header("Retry-After"), Is.EqualTo("60"));
        Assert.That(answer.Header("Content-Type"), Does.StartWith("text/html"));
        Assert.That(answer.Text, Does.Contain("<h1>Too many attempts</h1>").And.Contain("Try again in 60 seconds").And.Contain(ConsoleVisitor.Root + "/"));
        Assert.That(answer.Text, Does.Not.Contain("nobody").And.Not.Contain("whatever"));
    }

    [Test]
    public async Task AThrottledPage_OfTheHosts_SaysHowLongToWait_ToBrowsersOnly()
    {
        await using var host = await StartAsync();
        using var client = host.Client();
        await client.SendAsync(HttpMethod.Post, "/own", null, ("Accept", "text/html"));
        var answer = await client.SendAsync(HttpMethod.Post, "/own", null, ("Accept", "text/html"));
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(answer.Header("Retry-After"), Is.EqualTo("60"));
        Assert.That(answer.Text, Does.Contain("Try again in 60 seconds"));
        (await client.SendAsync(HttpMethod.Post, "/own", null, ("Accept", "application/json"))).ExpectProblem(HttpStatusCode.TooManyRequests, "throttled");
    }

    private static Task<KitHost> StartAsync() => KitHost.StartAsync(new KitHostSetup
    {
        Settings = new Dictionary<string, string?>
        {
            ["SecurityKit:Endpoints:Throttles:SignIn:Permits"] = "1",
            ["SecurityKit:Endpoints:Throttles:SignIn:Window"] = "00:01:00",
        },
        Pipeline = static app =>
        {
            app.UseSecurityKit();
            app.MapSecurityKit(KitHost.Prefix);
            app.MapSecurityKitConsole(ConsoleVisitor.Root);
            app.MapPost("/own", static () => "ok").WithMetadata(new NetworkThrottleAttribute(ThrottleKind.SignIn));
        },
    });
}
