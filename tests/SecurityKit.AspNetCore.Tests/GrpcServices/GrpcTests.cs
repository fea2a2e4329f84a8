using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore.Tests.GrpcServices;

/// <summary>The kit's rules on a gRPC service, called by a gRPC client.</summary>
[TestFixture]
public sealed class GrpcTests
{
    private KitHost _host = null!;
    private Person _ada = null!;
    private ApiClient _client = null!;
    private GrpcChannel _channel = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = await KitHost.StartAsync(new KitHostSetup
        {
            Kestrel = static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static endpoint => endpoint.Protocols = HttpProtocols.Http2),
            Services = static services => services.AddGrpc(),
            Pipeline = static app =>
            {
                app.UseSecurityKit();
                app.MapSecurityKit(KitHost.Prefix);
                app.MapGrpcService<OrdersService>();
            },
        });
        _channel = GrpcChannel.ForAddress(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        _ada = await Person.RegisterAsync(_host, "ada");
        _client = _host.Client();
        await _ada.SignInAsync(_client);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _channel.Dispose();
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task AnAccessToken_IsAccepted() =>
        Assert.That(await CallAsync(OrdersService.OpenMethod, _client.AccessToken), Is.EqualTo($"open for {_ada.Subject}"));

    [Test]
    public void WithoutACredential_TheCallIsUnauthenticated() =>
        Assert.That(async () => await CallAsync(OrdersService.OpenMethod, null), FailsWith(StatusCode.Unauthenticated));

    [Test]
    public void WithAForgedToken_TheCallIsUnauthenticated() =>
        Assert.That(async () => await CallAsync(OrdersService.OpenMethod, _client.AccessToken + "x"), FailsWith(StatusCode.Unauthenticated));

    [Test]
    public async Task ARevokedSession_IsUnauthenticated()
    {
        await CallAsync(OrdersService.OpenMethod, _client.AccessToken);
        await _host.Services.GetRequiredService<SessionManager>().RevokeAllAsync(_ada.Subject, null, SessionEndReasons.SignedOut);
        Assert.That(async () => await CallAsync(OrdersService.OpenMethod, _client.AccessToken), FailsWith(StatusCode.Unauthenticated));
    }

    [Test]
    public async Task WithoutThePermission_TheCallIsDenied_AndWithItAllowed()
    {
        Assert.That(async () => await CallAsync(OrdersService.ReadMethod, _client.AccessToken), FailsWith(StatusCode.PermissionDenied));
        await _ada.GrantAsync(["orders:read"]);
        Assert.That(await CallAsync(OrdersService.ReadMethod, _client.AccessToken), Is.EqualTo("read"));
    }

    private static NUnit.Framework.Constraints.IResolveConstraint FailsWith(StatusCode code) =>
        Throws.TypeOf<RpcException>().With.Property(nameof(RpcException.StatusCode)).EqualTo(code);

    private async Task<string> CallAsync(Method<string, string> method, string? accessToken)
    {
        var headers = new Metadata();
        if (accessToken is not null)
        {
            headers.Add("Authorization", "Bearer " + accessToken);
        }

        using var call = _channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(headers), "open");
        return await call.ResponseAsync;
    }
}
