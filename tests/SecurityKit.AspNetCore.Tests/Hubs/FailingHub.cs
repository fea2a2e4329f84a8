using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace SecurityKit.AspNetCore.Tests.Hubs;

/// <summary>A hub that lets nobody in, after the kit did.</summary>
[Authorize]
public sealed class FailingHub : Hub
{
    public override Task OnConnectedAsync() => throw new HubException("Nobody is let in.");
}
