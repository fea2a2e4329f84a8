using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Authorization;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Identity;
using SecurityKit.Sessions;

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
    private TwoHosts _hosts = null!;

    [OneTimeSetUp]
    public async Task StartHosts() => _hosts = await TwoHosts.StartAsync(
        store,
        static services => services.AddSignalR(),
        static app =>
        {
            HubApiKeyTests.Pipeline(app);
            app.MapHub<GuardedHub>("/hub");
        });

    [OneTimeTearDown]
    public async Task StopHosts() => await _hosts.DisposeAsync();

    [Test]
    public async Task ASessionRevokedOnOneNode_LosesItsConnectionsOnTheOther()
    {
        var person = await Person.RegisterAsync(_hosts.First, "ada" + Guid.NewGuid().ToString("N")[..12]);
        using var client = _hosts.First.Client();
        await person.SignInAsync(client);
        using var socket = await HubSocket.OpenAsync(_hosts.Second, client.AccessToken!);
        Assert.That(await socket.CallAsync("Open"), Does.Contain("open"));

        await _hosts.First.Services.GetRequiredService<SessionManager>().RevokeAllAsync(person.Subject, except: null, SessionEndReasons.SignedOut);

        await socket.ExpectClosedAsync();
    }

    [Test]
    public async Task AnAccessTokenRevokedOnOneNode_LosesItsConnectionsOnTheOther()
    {
        var person = await Person.RegisterAsync(_hosts.First, "eve" + Guid.NewGuid().ToString("N")[..12]);
        using var client = _hosts.First.Client();
        await person.SignInAsync(client);
        using var socket = await HubSocket.OpenAsync(_hosts.Second, client.AccessToken!);
        Assert.That(await socket.CallAsync("Open"), Does.Contain("open"));

        var tokens = _hosts.First.Services.GetRequiredService<TokenValidator>();
        await tokens.RevokeAsync((await tokens.ValidateAsync(client.AccessToken)).Claims!, "test");

        await socket.ExpectClosedAsync();
    }

    [TestCase("revoked")]
    [TestCase("suspended")]
    [TestCase("replaced")]
    public async Task AnApiKeyEndedOnOneNode_LosesItsConnectionsOnTheOther(string how)
    {
        var person = await Person.RegisterAsync(_hosts.First, "bob" + Guid.NewGuid().ToString("N")[..12]);
        var keys = _hosts.First.Services.GetRequiredService<ApiKeyManager>();
        var created = (ApiKeyCreation.Created)await keys.CreateAsync(new ApiKeyRequest(person.Subject, "feed", []));
        using var socket = await HubSocket.OpenWithKeyAsync(_hosts.Second, created.Text);
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
