using System.Net;
using System.Net.Sockets;

namespace SecurityKit.Cli;

/// <summary>The host that is looked at: what it is called, and where it is reached.</summary>
/// <param name="Api">Where its API is mapped; ends with a slash.</param>
/// <param name="EndPoint">Where connections go.</param>
internal sealed record HostTarget(Uri Api, DnsEndPoint EndPoint)
{
    /// <param name="api">Where the host's API is mapped.</param>
    /// <param name="connect">Where to connect, as HOST:PORT; null for where the address points.</param>
    /// <exception cref="UsageException"><paramref name="connect"/> is no host and port.</exception>
    internal static HostTarget Of(Uri api, string? connect)
    {
        var withSlash = new Uri(api.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
        if (connect is null)
        {
            return new HostTarget(withSlash, new DnsEndPoint(api.DnsSafeHost, api.Port));
        }

        return Uri.TryCreate($"tcp://{connect}", UriKind.Absolute, out var place) && place is { Port: > 0, AbsolutePath: "/" or "", UserInfo: "" }
            ? new HostTarget(withSlash, new DnsEndPoint(place.DnsSafeHost, place.Port))
            : throw new UsageException($"'{connect}' is not HOST:PORT.");
    }

    /// <summary>Opens a connection, which the caller disposes.</summary>
    internal async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(EndPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
