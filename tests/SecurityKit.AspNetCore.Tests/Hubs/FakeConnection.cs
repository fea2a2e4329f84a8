using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace SecurityKit.AspNetCore.Tests.Hubs;

/// <summary>A hub's connection without a client, that knows whether it was closed.</summary>
internal sealed class FakeConnection(ClaimsPrincipal user) : HubCallerContext
{
    public override string ConnectionId => "fake";

    public override string? UserIdentifier => null;

    public override ClaimsPrincipal? User => user;

    public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override CancellationToken ConnectionAborted => default;

    internal bool IsAborted { get; private set; }

    public override void Abort() => IsAborted = true;
}
