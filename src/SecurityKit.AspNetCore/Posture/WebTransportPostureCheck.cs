using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>Does the host serve anything in the clear?</summary>
internal sealed class WebTransportPostureCheck(IEnumerable<IServer> servers) : IPostureCheck
{
    private const int Weight = 9;

    public string Id => "web.transport";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var addresses = servers.SelectMany(server => server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Select(BindingAddress.Parse).ToArray();
        var open = addresses.Where(address => !string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase)).ToArray();
        var status = addresses.Length > 0 && open.Length == 0 ? PostureStatus.Passed
            : addresses.Length > 0 && open.All(IsLocal) ? PostureStatus.Partial
            : PostureStatus.Failed;
        return ValueTask.FromResult(new PostureFinding(
            Id,
            "The host serves over TLS only.",
            status,
            addresses.Length == 0 ? "The server names no address."
                : $"{addresses.Length - open.Length} of {addresses.Length} addresses are https{(status == PostureStatus.Partial ? "; the others are on this machine" : string.Empty)}.",
            status == PostureStatus.Passed ? string.Empty : "Bind https addresses only, with kestrel.UseSecurityKitTransport(); behind a proxy, encrypt the way to it too.",
            Weight));
    }

    private static bool IsLocal(BindingAddress address) =>
        address.IsUnixPipe || address.IsNamedPipe
        || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && System.Net.IPAddress.IsLoopback(ip));
}
