using System.Net;
using System.Net.Sockets;

namespace SecurityKit.Cli;

/// <summary>The host that is looked at: what it is called, and where it is reached.</summary>
/// <param name="Api">Where its API is mapped; ends with a slash.</param>
/// <param name="EndPoint">Where connections go.</param>
/// <param name="Pages">Which pages are looked at; the front page is the first.</param>
internal sealed record HostTarget(Uri Api, DnsEndPoint EndPoint, IReadOnlyList<Uri> Pages)
{
    /// <param name="api">Where the host's API is mapped.</param>
    /// <param name="connect">Where to connect, as HOST:PORT; null for where the address points.</param>
    /// <param name="pages">Paths of pages beside the front page.</param>
    /// <exception cref="UsageException"><paramref name="connect"/> is no host and port, or leads to another machine without TLS, or a page is not on the host.</exception>
    internal static HostTarget Of(Uri api, string? connect, params IReadOnlyList<string> pages)
    {
        var withSlash = new Uri(api.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
        var place = connect is null ? withSlash
            : Uri.TryCreate($"tcp://{connect}", UriKind.Absolute, out var named) && named is { Port: > 0, AbsolutePath: "/" or "", UserInfo: "" } ? named
            : throw new UsageException($"'{connect}' is not HOST:PORT.");
        if (withSlash.Scheme == Uri.UriSchemeHttp && !place.IsLoopback)
        {
            throw new UsageException($"'{connect}' is not this machine: without TLS nothing is sent to others. Name the host with https.");
        }

        return new HostTarget(withSlash, new DnsEndPoint(place.DnsSafeHost, place.Port), [.. pages.Prepend("/").Select(page => PageOf(withSlash, page))]);
    }

    internal static bool IsSameHost(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static Uri PageOf(Uri api, string page) =>
        page.StartsWith('/') && Uri.TryCreate(api, page, out var address) && IsSameHost(api, address)
            ? address
            : throw new UsageException($"'{page}' is no path on the host; a path begins with one '/'.");

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
