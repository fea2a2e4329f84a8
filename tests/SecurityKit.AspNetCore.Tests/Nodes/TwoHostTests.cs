using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Authentication;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Testing;
using StackExchange.Redis;

namespace SecurityKit.AspNetCore.Tests.Nodes;

/// <summary>
/// Two hosts on Kestrel with everything of their own but the stores: sessions in Redis (the rest in PostgreSQL), or everything in PostgreSQL.
/// What one ends, the other refuses at its next request; how long that took is written out.
/// </summary>
[TestFixture("redis")]
[TestFixture("postgresql")]
public sealed class TwoHostTests(string store)
{
    private TwoHosts _hosts = null!;

    [OneTimeSetUp]
    public async Task StartHosts() => _hosts = await TwoHosts.StartAsync(store);

    [OneTimeTearDown]
    public async Task StopHosts() => await _hosts.DisposeAsync();

    [TestCase("logout")]
    [TestCase("logout-all")]
    [TestCase("revoke from another session")]
    [TestCase("password changed")]
    [TestCase("refresh token reused")]
    public async Task WhatOneHostEnds_TheOtherRefusesAtItsNextRequest_WellWithinASecond(string how)
    {
        var person = await Person.RegisterAsync(_hosts.First, "ada" + Guid.NewGuid().ToString("N")[..12]);
        using var here = _hosts.First.Client();
        using var there = _hosts.Second.Client();
        var signedIn = await person.SignInAsync(here);
        there.AccessToken = signedIn["accessToken"];
        (await there.GetAsync("/me")).Expect(HttpStatusCode.OK);

        await EndAsync(how, person, here, signedIn);
        var ended = TimeProvider.System.GetTimestamp();
        var answer = await there.GetAsync("/me");
        var took = TimeProvider.System.GetElapsedTime(ended);

        answer.ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{store}, {how}: refused by the other host's next request, answered {took.TotalMilliseconds:F1} ms later"));
    }

    /// <summary>Nothing of revocation rests on the feed, so that its loss changes nothing: the bound stays the next request.</summary>
    [Test]
    public async Task WithTheChangeFeedCut_TheBoundStaysTheNextRequest()
    {
        var person = await Person.RegisterAsync(_hosts.First, "bob" + Guid.NewGuid().ToString("N")[..12]);
        using var here = _hosts.First.Client();
        using var there = _hosts.Second.Client();
        there.AccessToken = (await person.SignInAsync(here))["accessToken"];
        (await there.GetAsync("/me")).Expect(HttpStatusCode.OK);
        await CutFeedAsync();

        (await here.PostAsync("/logout")).Expect(HttpStatusCode.NoContent);

        (await there.GetAsync("/me")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
    }

    [Test]
    public async Task OneProof_SentToBothHostsAtOnce_IsTakenOnce()
    {
        await Person.RegisterAsync(_hosts.First, "ada");
        using var key = new ProofMaker();
        using var here = _hosts.First.Client();
        using var there = _hosts.Second.Client();
        var token = (await DpopOverHttpTests.LoginAsync(_hosts.First, here, key))["accessToken"];

        // Both hosts are one site behind a balancer: the proof names the first, which the second is told by its Host header.
        var proof = key.Prove(_hosts.First, "GET", "/me", token);
        var answers = await Parallelism.RunAsync(20, async i => await (i % 2 == 0 ? here : there).SendAsync(
            HttpMethod.Get, KitHost.Prefix + "/me", null, ("Authorization", $"DPoP {token}"), ("DPoP", proof), ("Host", _hosts.First.Address.Authority)));

        Assert.That(answers.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(answers.Count(a => a.Status == HttpStatusCode.Unauthorized), Is.EqualTo(19));
    }

    [Test]
    public async Task KeySet_IsTheSameOnBothHosts()
    {
        using var here = _hosts.First.Client();
        using var there = _hosts.Second.Client();
        Assert.That(
            (await there.SendAsync(HttpMethod.Get, "/.well-known/jwks.json")).Expect(HttpStatusCode.OK).Text,
            Is.EqualTo((await here.SendAsync(HttpMethod.Get, "/.well-known/jwks.json")).Expect(HttpStatusCode.OK).Text));
    }

    private async Task EndAsync(string how, Person person, ApiClient here, ApiAnswer signedIn)
    {
        switch (how)
        {
            case "logout":
                (await here.PostAsync("/logout")).Expect(HttpStatusCode.NoContent);
                break;
            case "logout-all":
                (await here.PostAsync("/logout-all")).Expect(HttpStatusCode.NoContent);
                break;
            case "revoke from another session":
                using (var other = _hosts.First.Client())
                {
                    await person.SignInAsync(other);
                    (await other.DeleteAsync("/sessions/" + signedIn["sessionId"])).Expect(HttpStatusCode.NoContent);
                }

                break;
            case "password changed":
                using (var other = _hosts.First.Client())
                {
                    await person.SignInAsync(other);
                    (await other.PostAsync("/password", new Dictionary<string, string> { ["current"] = Person.Password, ["new"] = "quite another sentence 77" }))
                        .Expect(HttpStatusCode.NoContent);
                }

                break;
            default:
                var next = (await here.PostAsync("/refresh", new { refreshToken = signedIn["refreshToken"] })).Expect(HttpStatusCode.OK);
                (await here.PostAsync("/refresh", new { refreshToken = next["refreshToken"] })).Expect(HttpStatusCode.OK);
                (await here.PostAsync("/refresh", new { refreshToken = signedIn["refreshToken"] })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_token");
                break;
        }
    }

    private async Task CutFeedAsync()
    {
        if (store == "redis")
        {
            var administrator = await ConnectionMultiplexer.ConnectAsync(RedisServer.Shared.ConnectionString + ",allowAdmin=true");
            await administrator.GetDatabase().ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
            await administrator.CloseAsync();
            administrator.Dispose();
            return;
        }

        await using var context = await _hosts.First.Services
            .GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<SecurityKit.EntityFrameworkCore.SecurityKitDbContext>>().CreateDbContextAsync();
        await using var command = Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(context.Database).CreateCommand();
        await command.Connection!.OpenAsync();
        command.CommandText =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query ILIKE 'LISTEN%' AND pid <> pg_backend_pid()";
        await command.ExecuteNonQueryAsync();
    }
}
