using System.Net;
using Microsoft.AspNetCore.Builder;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Throttling;

[TestFixture]
public sealed class ThrottlingTests
{
    [Test]
    public async Task ANetworkThatSignsInTooOften_Waits_AndMayGoOnAfterwards()
    {
        await using var host = await KitHost.StartAsync(With("SignIn", permits: 3));
        using var client = host.Client();
        for (var i = 0; i < 3; i++)
        {
            (await client.PostAsync("/login", new { userName = $"nobody{i}", password = "whatever it is" })).Expect(HttpStatusCode.Unauthorized);
        }

        var refused = (await client.PostAsync("/login", new { userName = "nobody", password = "whatever it is" }))
            .ExpectProblem(HttpStatusCode.TooManyRequests, "throttled");
        Assert.That(refused.Header("Retry-After"), Is.EqualTo("60"));
        host.Clock.Advance(TimeSpan.FromSeconds(61));
        (await client.PostAsync("/login", new { userName = "nobody", password = "whatever it is" })).Expect(HttpStatusCode.Unauthorized);
        Assert.That(host.Events.All.Count(e => e.Type == WebEventTypes.Throttled), Is.EqualTo(1));
    }

    [Test]
    public async Task ManyRefusedCalls_LeaveOneEventInEachWindow()
    {
        await using var host = await KitHost.StartAsync(With("SignIn", permits: 1));
        using var client = host.Client();
        for (var window = 1; window <= 2; window++)
        {
            for (var i = 0; i < 20; i++)
            {
                await client.PostAsync("/login", new { userName = "nobody", password = "whatever it is" });
            }

            Assert.That(host.Events.All.Count(e => e.Type == WebEventTypes.Throttled), Is.EqualTo(window));
            host.Clock.Advance(TimeSpan.FromSeconds(61));
        }
    }

    [TestCase("X-Forwarded-For", "203.0.113.9")]
    [TestCase("Forwarded", "for=203.0.113.9")]
    [TestCase("User-Agent", "another")]
    [TestCase("X-Real-IP", "203.0.113.9")]
    public async Task NothingAClientSends_ChangesItsBudget(string header, string value)
    {
        await using var host = await KitHost.StartAsync(With("SignIn", permits: 1));
        using var client = host.Client();
        await client.PostAsync("/login", new { userName = "nobody", password = "whatever it is" });
        using var content = System.Net.Http.Json.JsonContent.Create(new { userName = "nobody", password = "whatever it is" });
        (await client.SendAsync(HttpMethod.Post, KitHost.Prefix + "/login", content, (header, value)))
            .ExpectProblem(HttpStatusCode.TooManyRequests, "throttled");
    }

    [Test]
    public async Task ParallelCalls_PassExactlyAsOftenAsTheLimitSays()
    {
        await using var host = await KitHost.StartAsync(With("Registration", permits: 7));
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            using var client = host.Client();
            return (await client.PostAsync("/register", new { userName = $"someone{i}", password = "short" })).Status;
        }));
        Assert.That(answers.Count(status => status == HttpStatusCode.BadRequest), Is.EqualTo(7));
        Assert.That(answers.Count(status => status == HttpStatusCode.TooManyRequests), Is.EqualTo(33));
    }

    [Test]
    public async Task FiveWrongPasswords_LockTheName_KnownOrNot()
    {
        await using var host = await KitHost.StartAsync();
        await Person.RegisterAsync(host, "known");
        foreach (var userName in new[] { "known", "unknown" })
        {
            using var client = host.Client();
            for (var i = 0; i < 5; i++)
            {
                (await client.PostAsync("/login", new { userName, password = "a wrong password" })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
            }

            var locked = (await client.PostAsync("/login", new { userName, password = Person.Password })).ExpectProblem(HttpStatusCode.Locked, "locked");
            Assert.That(int.Parse(locked.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), Is.InRange(1, 1800));
        }
    }

    [Test]
    public async Task FiveWrongCodes_AreThrottled_WithRetryAfter()
    {
        await using var host = await KitHost.StartAsync();
        var ada = await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        await ada.SignInAsync(client);
        await ada.EnrolAsync(client);
        var challenge = await client.PostAsync("/login", new { userName = "ada", password = Person.Password });
        var token = challenge["challengeToken"];
        for (var i = 0; i < 5; i++)
        {
            (await client.PostAsync("/login/mfa", new { challengeToken = token, method = "totp", code = "000000" })).Expect(HttpStatusCode.Unauthorized);
        }

        var throttled = (await client.PostAsync("/login/mfa", new { challengeToken = token, method = "totp", code = ada.TotpCode }))
            .ExpectProblem(HttpStatusCode.TooManyRequests, "throttled");
        Assert.That(throttled.Header("Retry-After"), Is.EqualTo("3600"));
    }

    [Test]
    public async Task AChangedLimit_ActsWithoutARestart()
    {
        await using var host = await KitHost.StartAsync(With("SignIn", permits: 1));
        using var client = host.Client();
        await client.PostAsync("/login", new { userName = "nobody", password = "whatever it is" });
        (await client.PostAsync("/login", new { userName = "nobody", password = "whatever it is" })).Expect(HttpStatusCode.TooManyRequests);
        host.Change("SecurityKit:Endpoints:Throttles:SignIn:Permits", "5");
        (await client.PostAsync("/login", new { userName = "nobody", password = "whatever it is" })).Expect(HttpStatusCode.Unauthorized);
    }

    private static KitHostSetup With(string budget, int permits) => new()
    {
        Settings = new Dictionary<string, string?>
        {
            [$"SecurityKit:Endpoints:Throttles:{budget}:Permits"] = permits.ToString(System.Globalization.CultureInfo.InvariantCulture),
            [$"SecurityKit:Endpoints:Throttles:{budget}:Window"] = "00:01:00",
        },
    };
}
