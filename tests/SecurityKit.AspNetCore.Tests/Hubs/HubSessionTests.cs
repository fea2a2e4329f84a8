using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Authorization;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Crypto;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore.Tests.Hubs;

/// <summary>An open connection to a hub does not outlive the session it was opened with.</summary>
[TestFixture]
[CancelAfter(60_000)]
public sealed class HubSessionTests
{
    private readonly string _keyFile = KitHostSetup.NewMasterKeyFile();
    private KitHost _host = null!;
    private Person _ada = null!;
    private ApiClient _client = null!;

    private SessionManager Sessions => _host.Services.GetRequiredService<SessionManager>();

    [SetUp]
    public async Task StartAsync()
    {
        _host = await KitHost.StartAsync(new KitHostSetup
        {
            MasterKeyFile = _keyFile, Services = static services => services.AddSignalR(), Pipeline = Pipeline,
        });
        _ada = await Person.RegisterAsync(_host, "ada");
        _client = _host.Client();
        await _ada.SignInAsync(_client);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task ARevokedSession_LosesItsConnections_AndAnotherSessionKeepsIts()
    {
        using var first = await HubSocket.OpenAsync(_host, _client.AccessToken!);
        using var second = await HubSocket.OpenAsync(_host, _client.AccessToken!);
        using var elsewhere = _host.Client();
        await _ada.SignInAsync(elsewhere);
        using var other = await HubSocket.OpenAsync(_host, elsewhere.AccessToken!);
        Assert.That(await first.CallAsync("Open"), Does.Contain("open"));

        var ended = (await Sessions.ListAsync(_ada.Subject))[0];
        await Sessions.RevokeAsync(ended.Id, _ada.Subject, SessionEndReasons.SignedOut);

        await first.ExpectClosedAsync();
        await second.ExpectClosedAsync();
        Assert.That(await other.CallAsync("Open"), Does.Contain("open"));
    }

    [Test]
    public async Task ASessionRevokedOnOneNode_LosesItsConnectionsOnAnother()
    {
        await using var node = await KitHost.StartAsync(new KitHostSetup
        {
            Clock = _host.Clock,
            MasterKeyFile = _keyFile,
            Services = services =>
            {
                services.AddSignalR();
                services.AddSingleton(_host.Services.GetRequiredService<IKeyRingStore>()).AddSingleton(_host.Services.GetRequiredService<ISessionStore>())
                    .AddSingleton(_host.Services.GetRequiredService<IChangeFeed>());
            },
            Pipeline = Pipeline,
        });
        using var socket = await HubSocket.OpenAsync(node, _client.AccessToken!);
        Assert.That(await socket.CallAsync("Open"), Does.Contain("open"));

        await Sessions.RevokeAllAsync(_ada.Subject, except: null, SessionEndReasons.SignedOut);

        await socket.ExpectClosedAsync();
    }

    [Test]
    public async Task SigningOutOverHttp_ClosesTheConnection()
    {
        using var socket = await HubSocket.OpenAsync(_host, _client.AccessToken!);
        await _client.PostAsync("/logout");
        await socket.ExpectClosedAsync();
    }

    [Test]
    public async Task AGapInTheFeed_ClosesWhatEndedMeanwhile_AndNothingElse()
    {
        using var socket = await HubSocket.OpenAsync(_host, _client.AccessToken!);
        using var elsewhere = _host.Client();
        await _ada.SignInAsync(elsewhere);
        using var other = await HubSocket.OpenAsync(_host, elsewhere.AccessToken!);
        Assert.That(await socket.CallAsync("Open"), Does.Contain("open"), "its beginning is over");

        // Ended in the store alone: the notice was lost.
        var ended = (await Sessions.ListAsync(_ada.Subject))[0];
        await _host.Services.GetRequiredService<ISessionStore>().RevokeAsync(ended.Id, _ada.Subject, default);
        Assert.That(await socket.CallAsync("Open"), Does.Contain("open"));
        await _host.Services.GetRequiredService<ChangeSubscriptions>().DispatchGapAsync(default);

        await socket.ExpectClosedAsync();
        Assert.That(await other.CallAsync("Open"), Does.Contain("open"));
    }

    [Test]
    public async Task ASessionThatEndedWhileItConnected_GetsNoConnection()
    {
        var session = (await Sessions.ListAsync(_ada.Subject))[0];
        await Sessions.RevokeAsync(session.Id, _ada.Subject, SessionEndReasons.SignedOut);
        using var hub = new GuardedHub();

        var entry = await HubEntry.TryAsync(_host.Services.GetRequiredService<HubSessions>(), new SessionIdentity(session, SecurityKitSchemes.Bearer), hub, _host.Services);

        Assert.That(entry, Is.EqualTo((IsIn: false, IsClosed: true)));
    }

    [Test]
    public async Task ASessionThatRanOut_LosesItsConnectionsAtTheNextReview()
    {
        using var socket = await HubSocket.OpenAsync(_host, _client.AccessToken!);
        _host.Clock.Advance(TimeSpan.FromDays(1));
        await _host.Services.GetRequiredService<HubSessions>().ReviewAsync(default);
        await socket.ExpectClosedAsync();
    }

    private static void Pipeline(WebApplication app)
    {
        app.UseSecurityKit();
        app.MapSecurityKit(KitHost.Prefix);
        app.MapHub<GuardedHub>("/hub");
    }
}
