using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Authorization;

/// <summary>The same rules on minimal APIs, controllers, hubs and on bare endpoint metadata, which is what gRPC services have.</summary>
[TestFixture]
public sealed class EndpointKindsTests
{
    private KitHost _host = null!;
    private Person _ada = null!;
    private ApiClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = await KitHost.StartAsync(new KitHostSetup
        {
            Services = static services =>
            {
                services.AddControllers().AddApplicationPart(typeof(GuardedController).Assembly);
                services.AddSignalR();
            },
            Pipeline = static app =>
            {
                app.UseSecurityKit();
                app.MapSecurityKit(KitHost.Prefix);
                app.MapControllers();
                app.MapHub<GuardedHub>("/hub");
                app.MapGet("/minimal/read", [RequirePermission("orders:read")] () => "ok");
                app.MapGet("/minimal/strong", [RequireMfa] () => "ok");
                app.MapGet("/metadata/read", static () => "ok").WithMetadata(new RequirePermissionAttribute("orders:read"));
                app.MapGet("/metadata/strong", static () => "ok").WithMetadata(new RequireMfaAttribute(300));
            },
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

    [TestCase("/minimal/read")]
    [TestCase("/controller/read")]
    [TestCase("/metadata/read")]
    public async Task APermission_IsAskedFor(string path)
    {
        using var nobody = _host.Client();
        (await nobody.SendAsync(HttpMethod.Get, path)).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        (await _client.SendAsync(HttpMethod.Get, path)).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        await _ada.GrantAsync(["orders:read"]);
        (await _client.SendAsync(HttpMethod.Get, path)).Expect(HttpStatusCode.OK);
    }

    [TestCase("/minimal/strong")]
    [TestCase("/controller/strong")]
    [TestCase("/metadata/strong")]
    public async Task ASecondFactor_IsAskedFor(string path)
    {
        (await _client.SendAsync(HttpMethod.Get, path)).ExpectProblem(HttpStatusCode.Forbidden, "mfa_required");
        await _ada.EnrolAsync(_client);
        (await _client.SendAsync(HttpMethod.Get, path)).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        await _ada.SignInWithCodeAsync(_client);
        (await _client.SendAsync(HttpMethod.Get, path)).Expect(HttpStatusCode.OK);
        if (!path.StartsWith("/minimal", StringComparison.Ordinal))
        {
            _host.Clock.Advance(TimeSpan.FromMinutes(6));
            (await _client.SendAsync(HttpMethod.Get, path)).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        }
    }

    [Test]
    public async Task AHub_LetsNobodyIn_AndItsMethodsAskForTheirOwnRules()
    {
        using var nobody = new ClientWebSocket();
        Assert.That(async () => await nobody.ConnectAsync(HubAddress(), default), Throws.InstanceOf<WebSocketException>());
        Assert.That(nobody.HttpStatusCode, Is.AnyOf(HttpStatusCode.Unauthorized, (HttpStatusCode)0));

        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + _client.AccessToken);
        await socket.ConnectAsync(HubAddress(), default);
        Assert.That(await AskAsync(socket, """{"protocol":"json","version":1}"""), Is.EqualTo("{}"));
        Assert.That(await CallAsync(socket, "Open"), Does.Contain("\"result\":\"open\""));
        Assert.That(await CallAsync(socket, "Read"), Does.Contain("\"error\"").And.Not.Contain("\"result\""));
        Assert.That(await CallAsync(socket, "Strong"), Does.Contain("\"error\"").And.Not.Contain("\"result\""));
        await _ada.GrantAsync(["orders:read"]);
        Assert.That(await CallAsync(socket, "Read"), Does.Contain("\"result\":\"read\""));
    }

    private static Task<string> CallAsync(ClientWebSocket socket, string method) =>
        AskAsync(socket, $$"""{"type":1,"invocationId":"1","target":"{{method}}","arguments":[]}""");

    /// <summary>One message of SignalR's JSON protocol, and the next one that is not a keep-alive.</summary>
    private static async Task<string> AskAsync(ClientWebSocket socket, string message)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(message + "\u001e"), WebSocketMessageType.Text, endOfMessage: true, default);
        var buffer = new byte[8_192];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, default);
            foreach (var part in Encoding.UTF8.GetString(buffer, 0, received.Count).Split('\u001e', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!part.Contains("\"type\":6", StringComparison.Ordinal))
                {
                    return part;
                }
            }
        }
    }

    private Uri HubAddress() => new UriBuilder(_host.Address) { Scheme = "ws", Path = "/hub" }.Uri;
}
