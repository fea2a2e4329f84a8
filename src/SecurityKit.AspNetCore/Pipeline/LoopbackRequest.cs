using System.Net;
using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>Whether a request stays on this machine: the only case in which plain http may carry a session.</summary>
internal static class LoopbackRequest
{
    /// <summary>Both ends: the peer's address and the name that the client asked for. A proxy on this machine passes on a public name.</summary>
    internal static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) && HasLoopbackHost(context.Request);

    internal static bool HasLoopbackHost(HttpRequest request)
    {
        var host = request.Host.Host;
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.AsSpan().Trim("[]"), out var address) && IPAddress.IsLoopback(address));
    }
}
