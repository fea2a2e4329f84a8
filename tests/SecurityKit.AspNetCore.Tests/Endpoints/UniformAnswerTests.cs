using System.Diagnostics;
using System.Net;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Endpoints;

/// <summary>Whether a name or an address is known cannot be told from the outside.</summary>
[TestFixture]
public sealed class UniformAnswerTests
{
    private const int Rounds = 40;

    [Test]
    public async Task AWrongPasswordAndAnUnknownName_GetTheSameAnswer()
    {
        await using var host = await KitHost.StartAsync();
        await Person.RegisterAsync(host, "known");
        using var client = host.Client();
        var known = await client.PostAsync("/login", new { userName = "known", password = "a wrong password" });
        var unknown = await client.PostAsync("/login", new { userName = "nobody", password = "a wrong password" });
        known.ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        Assert.That(WithoutTrace(unknown.Text), Is.EqualTo(WithoutTrace(known.Text)));
        Assert.That(Names(unknown), Is.EqualTo(Names(known)));
    }

    [Test]
    public async Task EveryUnauthorizedAnswer_NamesTheSchemes()
    {
        await using var host = await KitHost.StartAsync();
        using var client = host.Client();
        foreach (var refused in (ApiAnswer[])
            [
                await client.PostAsync("/login", new { userName = "nobody", password = "a wrong password" }),
                await client.PostAsync("/login/mfa", new { challengeToken = "none", method = "totp", code = "123456" }),
                await client.GetAsync("/me"),
            ])
        {
            Assert.That(refused.Expect(HttpStatusCode.Unauthorized).Header("WWW-Authenticate"), Does.Contain("Bearer"), "RFC 9110, section 15.5.2");
        }
    }

    [Test]
    public async Task AskingForAReset_IsAcceptedWhetherOrNotTheAddressIsKnown()
    {
        await using var host = await KitHost.StartAsync();
        await Person.RegisterAsync(host, "known");
        using var client = host.Client();
        var known = (await client.PostAsync("/password/forgot", new { email = "known@example.com" })).Expect(HttpStatusCode.Accepted);
        var unknown = (await client.PostAsync("/password/forgot", new { email = "nobody@example.com" })).Expect(HttpStatusCode.Accepted);
        Assert.That(unknown.Text, Is.EqualTo(known.Text));
    }

    [Test]
    public async Task AnAddressThatIsInUse_IsNotToldAtRegistration()
    {
        await using var host = await KitHost.StartAsync();
        await Person.RegisterAsync(host, "first");
        using var client = host.Client();
        (await client.PostAsync("/register", new { userName = "second", email = "first@example.com", password = Person.Password })).Expect(HttpStatusCode.Created);
    }

    /// <summary>
    /// The two kinds of request alternate, so that whatever else the machine does hits both; the test is whether a guess by time beats a coin.
    /// The share of pairs in which the known name took longer must be near one half: for 40 fair pairs it stays within 8 to 32 but once in 30,000 runs.
    /// Without the work for unknown names it is 40 of 40.
    /// </summary>
    [Test]
    public async Task TheTimeOfAnAnswer_DoesNotTellWhetherTheNameIsKnown()
    {
        await using var host = await KitHost.StartAsync(new KitHostSetup
        {
            Kit = static kit => Microsoft.Extensions.DependencyInjection.PasswordHashingBuilderExtensions.AddPasswordHashing(kit, o => (o.MemoryKiB, o.Iterations) = (8 * 1024, 1)),
            Settings = new Dictionary<string, string?>
            {
                ["SecurityKit:Identity:Lockout:MaxFailures"] = "100",
                ["SecurityKit:Identity:Lockout:MaxFailuresPerDay"] = "1000",
                ["SecurityKit:Endpoints:Throttles:SignIn:Permits"] = "1000",
            },
        });
        await Person.RegisterAsync(host, "known");
        using var client = host.Client();
        await TimeAsync(client, "known");
        await TimeAsync(client, "nobody");
        var knownWasSlower = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var isKnownFirst = round % 2 == 0;
            var first = await TimeAsync(client, isKnownFirst ? "known" : $"nobody{round}");
            var second = await TimeAsync(client, isKnownFirst ? $"nobody{round}" : "known");
            knownWasSlower += (isKnownFirst ? first > second : second > first) ? 1 : 0;
        }

        Assert.That(knownWasSlower, Is.InRange(8, 32));
    }

    private static async Task<long> TimeAsync(ApiClient client, string userName)
    {
        var start = Stopwatch.GetTimestamp();
        (await client.PostAsync("/login", new { userName, password = "a wrong password" })).Expect(HttpStatusCode.Unauthorized);
        return Stopwatch.GetTimestamp() - start;
    }

    private static string WithoutTrace(string problem) => problem[..problem.IndexOf("\"traceId\"", StringComparison.Ordinal)];

    private static IEnumerable<string> Names(ApiAnswer answer) => answer.Headers.Select(header => header.Key).Order(StringComparer.Ordinal);
}
