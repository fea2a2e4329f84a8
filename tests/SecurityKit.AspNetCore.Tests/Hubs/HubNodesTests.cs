using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Authorization;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Identity;
using SecurityKit.Sessions;
using SecurityKit.Testing;

namespace SecurityKit.AspNetCore.Tests.Hubs;

/// <summary>
/// Two hosts with everything of their own but the stores: what one ends, the other closes the connections of. With a clock that stands still: nothing but
/// the change feed can have closed them.
/// </summary>
[TestFixture("redis")]
[TestFixture("postgresql")]
[CancelAfter(60_000)]
public sealed class HubNodesTests(string store)
{
    private KitHost _here = null!;
    private KitHost _there = null!;

    [OneTimeSetUp]
    public async Task StartHosts()
    {
        var database = await PostgreSqlServer.Shared.CreateDatabaseAsync();
        var keyFile = KitHostSetup.NewMasterKeyFile();
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        KitHostSetup Setup() => new()
        {
            MasterKeyFile = keyFile,
            Clock = clock,
            Kit = kit =>
            {
                kit.UsePostgreSql(database);
                if (store == "redis")
                {
                    kit.UseRedis(RedisServer.Shared.ConnectionString, o => o.KeyPrefix = "two-hubs:");
                }
            },
            Services = static services => services.AddSignalR(),
            Pipeline = static app =>
            {
                HubApiKeyTests.Pipeline(app);
                app.MapHub<GuardedHub>("/hub");
            },
        };
        _here = await KitHost.StartAsync(Setup());
        _there = await KitHost.StartAsync(Setup());
    }

    [OneTimeTearDown]
    public async Task StopHosts()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
    }

    [Test]
    public async Task ASessionRevokedOnOneNode_LosesItsConnectionsOnTheOther()
    {
        var person = await Person.RegisterAsync(_here, "ada" + Guid.NewGuid().ToString("N")[..12]);
        using var client = _here.Client();
        await person.SignInAsync(client);
        using var socket = await HubSocket.OpenAsync(_there, client.AccessToken!);
        Assert.That(await socket.CallAsync("Open"), Does.Contain("open"));

        await _here.Services.GetRequiredService<SessionManager>().RevokeAllAsync(person.Subject, except: null, SessionEndReasons.SignedOut);

        await socket.ExpectClosedAsync();
    }

    [TestCase("revoked")]
    [TestCase("suspended")]
    [TestCase("replaced")]
    public async Task AnApiKeyEndedOnOneNode_LosesItsConnectionsOnTheOther(string how)
    {
        var person = await Person.RegisterAsync(_here, "bob" + Guid.NewGuid().ToString("N")[..12]);
        var keys = _here.Services.GetRequiredService<ApiKeyManager>();
        var created = (ApiKeyCreation.Created)await keys.CreateAsync(new ApiKeyRequest(person.Subject, "feed", []));
        using var socket = await HubSocket.OpenWithKeyAsync(_there, created.Text);
        Assert.That(await socket.CallAsync("Open"), Does.Contain("open"));

        switch (how)
        {
            case "revoked":
                await keys.RevokeAsync(person.Subject, created.Key.Id);
                break;
            case "suspended":
                await keys.SuspendAllAsync(person.Subject);
                break;
            default:
                await keys.RotateAsync(person.Subject, created.Key.Id, TimeSpan.Zero);
                break;
        }

        await socket.ExpectClosedAsync();
    }
}
