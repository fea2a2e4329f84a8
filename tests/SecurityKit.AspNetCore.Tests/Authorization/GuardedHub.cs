using Microsoft.AspNetCore.SignalR;

namespace SecurityKit.AspNetCore.Tests.Authorization;

[RequireSession]
public sealed class GuardedHub : Hub
{
    public string Open() => "open";

    [RequirePermission("orders:read")]
    public string Read() => "read";

    [RequireMfa]
    public string Strong() => "strong";
}
