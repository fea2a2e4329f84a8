using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SecurityKit.Cli.Tests;

#pragma warning disable CA5398 // Which version a host speaks is what its test is about.

/// <summary>What <c>rate --url</c> says of hosts that are wrong, and of those that do not answer.</summary>
[TestFixture]
public sealed class RateUrlTests
{
    [Test]
    public async Task ACarelessHost_GetsEveryFindingByName()
    {
        await using var host = await CarelessHost.StartAsync();

        var run = await ToolRun.Of(["rate", "--url", host.Urls.Single() + CarelessHost.Api, "--json", "--min", "D"]);

        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(run.Json.GetProperty("rating").GetString(), Is.EqualTo("D"));
        var findings = run.Json.GetProperty("findings").EnumerateArray().ToDictionary(f => f.GetProperty("checkId").GetString()!);
        Assert.That(findings.Values.Where(f => Text(f, "status") != "failed").Select(f => f.ToString()), Is.Empty);
        Assert.That(findings.Values.Where(f => Text(f, "advice").Length == 0), Is.Empty);
        (string Check, string Evidence)[] expected =
        [
            ("outside.tls.version", "TLS 1.2 accepted"), ("outside.tls.certificate", "Not trusted"), ("outside.status", "answers 200 without a token"),
            ("outside.headers.nosniff", "not sent"), ("outside.headers.frames", "ALLOW-FROM"), ("outside.headers.caching", "not sent"),
            ("outside.headers.banner", "Careless 1.0"), ("outside.headers.hsts", "max-age=86400"), ("outside.headers.scripts", "unsafe-inline"),
            ("outside.cookies", "session lacks Secure."), ("outside.cors", "https://foreign.example"), ("outside.tokens.unsigned", "answers 200 to a token of algorithm 'none'"),
        ];
        Assert.That(findings.Keys, Is.EquivalentTo(expected.Select(e => e.Check)));
        foreach (var (check, evidence) in expected)
        {
            Assert.That(Text(findings[check], "evidence"), Does.Contain(evidence));
        }

        Assert.That(run.Output, Does.Not.Contain("0123456789"), "cookies are named, their values are nobody's business");
    }

    [TestCase(SslProtocols.Tls13, PostureStatus.Passed, "TLS 1.2 refused")]
    [TestCase(SslProtocols.Tls12 | SslProtocols.Tls13, PostureStatus.Partial, "TLS 1.2 accepted")]
    [TestCase(SslProtocols.Tls12, PostureStatus.Failed, "Tls12 was agreed on")]
    public async Task Versions_AreWhatTheHostAgreesTo(SslProtocols versions, PostureStatus status, string evidence)
    {
        await using var host = await CarelessHost.StartAsync(versions, _ => { });

        var finding = (await new TransportProbe(Target(host.Urls.Single()), TimeProvider.System).LookAsync(default)).Single(f => f.CheckId == "outside.tls.version");

        Assert.That(finding.Status, Is.EqualTo(status), finding.Evidence);
        Assert.That(finding.Evidence, Does.Contain(evidence).And.Contain("TLS 1.1 refused").And.Contain("TLS 1.0 refused"));
    }

    [Test]
    public async Task AHostThatTakesOneTokenForGranted_IsNotShownToRefuseUnsignedOnes()
    {
        await using var host = await CarelessHost.StartAsync(SslProtocols.Tls13, app => app.MapGet("/{**path}", () => "open"));
        using var probe = new HostProbe(Target(host.Urls.Single()));

        var checks = await probe.LookAsync(bearer: null, default);
        var finding = await checks.Single(check => check.Id == "outside.tokens.unsigned").CheckAsync(default);

        Assert.That((finding.Status, finding.Evidence), Is.EqualTo((PostureStatus.Partial, "Not shown: /me answers 200 without any token; /status answers 200 without any token.")));
    }

    [TestCase(HttpStatusCode.ServiceUnavailable)]
    [TestCase(HttpStatusCode.NotFound)]
    public async Task WhatAHostThatIsDownWouldAllow_IsNotShown(HttpStatusCode status)
    {
        await using var host = await CarelessHost.StartAsync(SslProtocols.Tls13, app => app.MapGet("/{**path}", () => Results.StatusCode((int)status)));
        using var probe = new HostProbe(Target(host.Urls.Single()));

        var findings = await new PostureEvaluator(await probe.LookAsync(null, default)).EvaluateAsync();

        var cors = findings.Findings.Single(f => f.CheckId == "outside.cors");
        Assert.That(cors.Status, Is.EqualTo(PostureStatus.Partial));
        Assert.That(cors.Evidence, Does.StartWith("Not shown").And.Contain(((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Test]
    public async Task AHostThatDoesNotAnswer_IsUnavailable([Values("closes", "is silent", "speaks no TLS")] string how)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        var serving = Task.Run(async () => await ServeAsync(listener, how, stop.Token));
        var target = Target($"https://{listener.LocalEndpoint}/api");
        using var probe = new HostProbe(target, how == "is silent" ? TimeSpan.FromMilliseconds(300) : null);

        var unreachable = Assert.ThrowsAsync<HostUnreachableException>(async () => await probe.LookAsync(bearer: null, default));
        await stop.CancelAsync();
        await serving;

        Assert.That(ErrorText.Of(unreachable!, default).Code, Is.EqualTo(ExitCodes.Unavailable));
        Assert.That(unreachable!.Message, Does.Contain(target.EndPoint.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Test]
    public void WhatRunsOutOfTimeOrLosesItsConnection_IsUnavailable_AndWhatWasStoppedIsStopped()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();

        Assert.That(ErrorText.Of(new TaskCanceledException(), default).Code, Is.EqualTo(ExitCodes.Unavailable));
        Assert.That(ErrorText.Of(new SocketException(), default).Code, Is.EqualTo(ExitCodes.Unavailable));
        Assert.That(ErrorText.Of(new AuthenticationException(), default).Code, Is.EqualTo(ExitCodes.Unavailable));
        Assert.That(ErrorText.Of(new TaskCanceledException(), stopped.Token).Code, Is.EqualTo(ExitCodes.Cancelled));
    }

    [TestCase("rate --token-file x")]
    [TestCase("rate --connect 127.0.0.1:1")]
    [TestCase("rate --page /sign-in")]
    [TestCase("rate --url https://host.example/api --connect nowhere")]
    [TestCase("rate --url http://localhost/api --connect 10.0.0.7:80", Description = "what is asked, a token at the worst, would go to another machine in clear")]
    [TestCase("rate --url https://host.example/api --page //other.example/")]
    public async Task WhatContradictsItself_IsSaid(string line)
    {
        var code = await Tool.RunAsync(line.Split(' '));

        Assert.That(code, Is.EqualTo(ExitCodes.Usage));
    }

    private static HostTarget Target(string address) => HostTarget.Of(new Uri(address), connect: null);

    private static string Text(JsonElement finding, string name) => finding.GetProperty(name).GetString()!;

    private static async Task ServeAsync(TcpListener listener, string how, CancellationToken cancellationToken)
    {
        var open = new List<TcpClient>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(cancellationToken);
                open.Add(client);
                if (how == "closes")
                {
                    client.Close();
                }
                else if (how == "speaks no TLS")
                {
                    await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), cancellationToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            open.ForEach(client => client.Dispose());
        }
    }
}
