using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore.Tests.Hubs;

/// <summary>An open connection to a hub does not outlive the API key it was opened with.</summary>
[TestFixture]
[CancelAfter(60_000)]
public sealed class HubApiKeyTests
{
    private KitHost _host = null!;
    private Person _ada = null!;

    private ApiKeyManager Keys => _host.Services.GetRequiredService<ApiKeyManager>();

    [SetUp]
    public async Task StartAsync()
    {
        _host = await KitHost.StartAsync(new KitHostSetup { Services = static services => services.AddSignalR(), Pipeline = Pipeline });
        _ada = await Person.RegisterAsync(_host, "ada");
    }

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [TestCase("revoked")]
    [TestCase("replaced without an overlap")]
    [TestCase("account disabled")]
    [TestCase("account deleted")]
    public async Task AKeyThatEnds_LosesItsConnections_AndOfAnotherSubjectNone(string how)
    {
        var (key, text) = await CreateAsync(_ada.Subject);
        using var first = await HubSocket.OpenWithKeyAsync(_host, text);
        using var second = await HubSocket.OpenWithKeyAsync(_host, text);
        var bob = await Person.RegisterAsync(_host, "bob");
        using var other = await HubSocket.OpenWithKeyAsync(_host, (await CreateAsync(bob.Subject)).Text);
        Assert.That(await first.CallAsync("Open"), Does.Contain("open"));

        await EndAsync(how, key);

        await first.ExpectClosedAsync();
        await second.ExpectClosedAsync();
        Assert.That(await other.CallAsync("Open"), Does.Contain("open"));
    }

    [Test]
    public async Task KeysThatAreFrozen_LoseTheirConnections()
    {
        using var socket = await HubSocket.OpenWithKeyAsync(_host, (await CreateAsync(_ada.Subject)).Text);
        await Keys.SuspendAllAsync(_ada.Subject, "incident");
        await socket.ExpectClosedAsync();
    }

    [Test]
    public async Task ARevokedKey_LeavesTheConnectionsOfItsSubjectsOtherKeys()
    {
        var (key, text) = await CreateAsync(_ada.Subject);
        using var socket = await HubSocket.OpenWithKeyAsync(_host, text);
        using var other = await HubSocket.OpenWithKeyAsync(_host, (await CreateAsync(_ada.Subject)).Text);

        await Keys.RevokeAsync(_ada.Subject, key.Id);

        await socket.ExpectClosedAsync();
        Assert.That(await other.CallAsync("Open"), Does.Contain("open"));
    }

    [Test]
    public async Task AReplacedKey_KeepsItsConnectionsForTheOverlap_AndNoSecondLonger()
    {
        var (key, text) = await CreateAsync(_ada.Subject);
        using var socket = await HubSocket.OpenWithKeyAsync(_host, text);
        await Keys.RotateAsync(_ada.Subject, key.Id, TimeSpan.FromMinutes(5));
        _host.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.That(await socket.CallAsync("Open"), Does.Contain("open"));

        _host.Clock.Advance(TimeSpan.FromMinutes(1) + HubApiKeys.ExpiryInterval);

        await socket.ExpectClosedAsync();
    }

    [Test]
    public async Task AKeyThatExpires_LosesItsConnectionsWithinASecond()
    {
        var (_, text) = await CreateAsync(_ada.Subject, TimeSpan.FromHours(1));
        using var socket = await HubSocket.OpenWithKeyAsync(_host, text);

        _host.Clock.Advance(TimeSpan.FromHours(1) + HubApiKeys.ExpiryInterval);

        Assert.That(HubApiKeys.ExpiryInterval, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(1)));
        await socket.ExpectClosedAsync();
    }

    [Test]
    public async Task AGapInTheFeed_ClosesWhatEndedMeanwhile_AndNothingElse()
    {
        var (key, text) = await CreateAsync(_ada.Subject);
        using var socket = await HubSocket.OpenWithKeyAsync(_host, text);
        using var other = await HubSocket.OpenWithKeyAsync(_host, (await CreateAsync(_ada.Subject)).Text);
        Assert.That(await socket.CallAsync("Open"), Does.Contain("open"), "its beginning is over");

        // Ended in the store alone: the notice was lost.
        await _host.Services.GetRequiredService<IApiKeyStore>().TryRevokeAsync(_ada.Subject, key.Id, _host.Clock.GetUtcNow(), default);
        Assert.That(await socket.CallAsync("Open"), Does.Contain("open"));
        await _host.Services.GetRequiredService<ChangeSubscriptions>().DispatchGapAsync(default);

        await socket.ExpectClosedAsync();
        Assert.That(await other.CallAsync("Open"), Does.Contain("open"));
    }

    [Test]
    public async Task WithoutAnyNotice_TheNextReviewClosesIt()
    {
        var (key, text) = await CreateAsync(_ada.Subject);
        using var socket = await HubSocket.OpenWithKeyAsync(_host, text);
        await _host.Services.GetRequiredService<IApiKeyStore>().TryRevokeAsync(_ada.Subject, key.Id, _host.Clock.GetUtcNow(), default);

        _host.Clock.Advance(HubApiKeys.ReviewInterval + HubApiKeys.ExpiryInterval);

        await socket.ExpectClosedAsync();
    }

    [Test]
    public async Task AKeyThatEndedWhileItConnected_GetsNoConnection()
    {
        var (key, _) = await CreateAsync(_ada.Subject);
        await Keys.RevokeAsync(_ada.Subject, key.Id);
        using var hub = new OpenHub();

        var entry = await HubEntry.TryAsync(_host.Services.GetRequiredService<HubApiKeys>(), new ApiKeyIdentity(key.Id, _ada.Subject, []), hub, _host.Services);

        Assert.That(entry, Is.EqualTo((IsIn: false, IsClosed: true)));
    }

    internal static void Pipeline(WebApplication app)
    {
        app.UseSecurityKit();
        app.MapSecurityKit(KitHost.Prefix);
        app.MapHub<OpenHub>("/open-hub");
    }

    private async Task EndAsync(string how, ApiKey key)
    {
        switch (how)
        {
            case "revoked":
                await Keys.RevokeAsync(_ada.Subject, key.Id);
                break;
            case "replaced without an overlap":
                await Keys.RotateAsync(_ada.Subject, key.Id, TimeSpan.Zero);
                break;
            case "account disabled":
                await _host.Services.GetRequiredService<AccountManager>().DisableAsync(_ada.Subject);
                break;
            default:
                await _host.Services.GetRequiredService<AccountManager>().DeleteAsync(_ada.Subject);
                break;
        }
    }

    private async Task<(ApiKey Key, string Text)> CreateAsync(string subject, TimeSpan? lifetime = null)
    {
        var created = (ApiKeyCreation.Created)await Keys.CreateAsync(new ApiKeyRequest(subject, "feed", []) { Lifetime = lifetime });
        return (created.Key, created.Text);
    }
}
