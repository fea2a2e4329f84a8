using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.AspNetCore.Tests.Authorization;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore.Tests.Operations;

/// <summary>Changes while requests run, an orderly end, what health checks see, and what is counted and traced.</summary>
[TestFixture]
[NonParallelizable]
public sealed class OperationsTests
{
    [Test]
    public async Task Options_ChangeWhileRequestsRun_AndNoneFails()
    {
        await using var host = await KitHost.StartAsync();
        using var stop = new CancellationTokenSource();
        var statuses = new ConcurrentDictionary<HttpStatusCode, int>();
        var policies = new ConcurrentDictionary<string, int>();
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            using var client = host.Client();
            while (!stop.IsCancellationRequested)
            {
                var answer = await client.GetAsync("/health");
                statuses.AddOrUpdate(answer.Status, 1, static (_, n) => n + 1);
                policies.AddOrUpdate(answer.Header("Content-Security-Policy")!, 1, static (_, n) => n + 1);
            }
        })).ToArray();
        using var prober = host.Client();
        for (var round = 0; round < 10; round++)
        {
            host.Change("SecurityKit:Headers:ApiContentSecurityPolicy", $"default-src 'none'; frame-ancestors 'none'; sandbox allow-round-{round}");
            host.Change("SecurityKit:Endpoints:Registration", round % 2 == 0 ? "false" : "true");
            host.Change("SecurityKit:Browser:CookieName", $"round_{round}");
            host.Change("SecurityKit:Endpoints:MaxBodyBytes", $"{2_000 + round}");
            host.Change("SecurityKit:Sessions:MaxSessionsPerSubject", $"{5 + round}");
            Assert.That((await prober.GetAsync("/health")).Header("Content-Security-Policy"), Does.EndWith($"round-{round}"));
            var registration = await prober.PostAsync("/register", new { userName = "x", email = "x", password = "x" });
            Assert.That(registration.Status, Is.EqualTo(round % 2 == 0 ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest));
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);
        Assert.That(statuses.Keys, Is.EqualTo(new[] { HttpStatusCode.OK }));
        Assert.That(policies.Keys, Is.All.Match("^default-src 'none'; (base-uri 'none'; form-action 'none'; )?frame-ancestors 'none'"));
    }

    [Test]
    public async Task AChangeThatIsNotValid_IsNotTaken_AndTheHostGoesOn()
    {
        await using var host = await KitHost.StartAsync();
        using var client = host.Client();
        var before = (await client.GetAsync("/health")).Header("Content-Security-Policy");

        host.Change("SecurityKit:Headers:ApiContentSecurityPolicy", "a\r\nb");
        host.Change("SecurityKit:Sessions:IdleTimeout", "00:00:00");

        Assert.That((await client.GetAsync("/health")).Expect(HttpStatusCode.OK).Header("Content-Security-Policy"), Is.EqualTo(before));
        (await client.PostAsync("/login", new { userName = "nobody", password = "whatever it is" })).Expect(HttpStatusCode.Unauthorized);
        Assert.That(host.Logs.Text, Does.Contain("SecurityHeadersOptions stay as they were").And.Contain("SessionOptions stay as they were").And.Contain("ApiContentSecurityPolicy"));
    }

    [Test]
    public async Task AnEndingHost_FinishesWhatItBegan()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var host = await KitHost.StartAsync(new KitHostSetup
        {
            Pipeline = app =>
            {
                app.UseSecurityKit();
                app.MapSecurityKit(KitHost.Prefix);
                app.MapGet("/slow", async () =>
                {
                    entered.SetResult();
                    await release.Task;
                    return "finished";
                }).RequireSession();
            },
        });
        var ada = await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        await ada.SignInAsync(client);
        var answer = client.SendAsync(HttpMethod.Get, "/slow");
        await entered.Task;
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var ended = host.DisposeAsync().AsTask();
        await Task.Run(() => stopping.WaitHandle.WaitOne());
        Assert.That(ended.IsCompleted, Is.False, "the host waits for its request");
        release.SetResult();
        Assert.That((await answer).Expect(HttpStatusCode.OK).Text, Is.EqualTo("finished"));
        await ended;
    }

    [Test]
    public async Task Health_NamesEveryStore_AndIsNotHealthyWithoutOne()
    {
        var roles = new DownRoleStore();
        await using var host = await KitHost.StartAsync(new KitHostSetup { Services = services => services.AddSingleton<IRoleStore>(roles) });
        using var client = host.Client();
        var entries = (await client.GetAsync("/health")).Expect(HttpStatusCode.OK).Json.GetProperty("entries");
        Assert.That(entries.EnumerateObject().Select(e => e.Name), Is.SupersetOf(new[]
        {
            "securitykit.accounts", "securitykit.api_keys", "securitykit.authenticators", "securitykit.counters", "securitykit.events", "securitykit.keys",
            "securitykit.key_rings", "securitykit.leases", "securitykit.roles", "securitykit.sessions", "securitykit.subject_keys",
        }));
        roles.IsDown = true;
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        var answer = (await client.GetAsync("/health")).Expect(HttpStatusCode.ServiceUnavailable);
        Assert.That(answer.Json.GetProperty("entries").GetProperty("securitykit.roles").GetProperty("status").GetString(), Is.EqualTo("unhealthy"));
        Assert.That(answer.Text, Does.Not.Contain("Exception"));
    }

    [Test]
    public async Task CheckingACredential_IsCountedAndTraced_WithoutTheCredential()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "SecurityKit.AspNetCore",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var counts = new ConcurrentQueue<string>();
        using var meters = new MeterListener
        {
            InstrumentPublished = static (instrument, l) =>
            {
                if (instrument.Name == "securitykit.web.authentications")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>((_, _, tags, _) => counts.Enqueue(string.Join(' ', tags.ToArray().Select(t => t.Value))));
        meters.Start();
        await using var host = await KitHost.StartAsync();
        var ada = await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        await ada.SignInAsync(client);
        await client.GetAsync("/me");
        client.AccessToken = "not-a-token";
        await client.GetAsync("/me");
        Assert.That(counts, Is.SupersetOf(new[] { "SecurityKit.Bearer Valid", "SecurityKit.Bearer Invalid" }));
        Assert.That(spans.Select(s => s.GetTagItem("securitykit.status")), Is.SupersetOf(new[] { "Valid", "Invalid" }));
        Assert.That(spans.SelectMany(s => s.TagObjects).Select(t => t.Value?.ToString()), Has.None.Contains("not-a-token"));
    }

    [Test]
    public async Task Settings_ComeFromTheEnvironment()
    {
        Environment.SetEnvironmentVariable("SKTEST_SecurityKit__Headers__ReferrerPolicy", "same-origin");
        try
        {
            var settings = new ConfigurationBuilder().AddEnvironmentVariables("SKTEST_").Build().AsEnumerable().ToDictionary(s => s.Key, s => s.Value);
            await using var host = await KitHost.StartAsync(new KitHostSetup
            {
                Settings = settings,
                Pipeline = static app =>
                {
                    app.UseSecurityKit();
                    app.MapGet("/page", static () => "page");
                },
            });
            using var client = host.Client();
            Assert.That((await client.SendAsync(HttpMethod.Get, "/page")).Header("Referrer-Policy"), Is.EqualTo("same-origin"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("SKTEST_SecurityKit__Headers__ReferrerPolicy", null);
        }
    }
}
