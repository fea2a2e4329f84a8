using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace SecurityKit.AspNetCore.Tests.Hubs;

/// <summary>A hub for whoever is somebody, by session or by API key.</summary>
[Authorize]
public sealed class OpenHub : Hub
{
    public string Open() => "open";
}
