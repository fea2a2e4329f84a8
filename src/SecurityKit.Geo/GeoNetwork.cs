using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SecurityKit.Geo;

/// <summary>A network by its first and its last address. IPv4 addresses that are written as IPv6 ones are IPv4 addresses here.</summary>
internal sealed record GeoNetwork(IPAddress First, IPAddress Last)
{
    private const int MappedPrefixBits = 96;

    /// <summary>What is nowhere in particular: this host, private and shared networks, link-local ones, multicast and what is reserved.</summary>
    private static readonly IPNetwork[] Unplaced =
    [
        .. ((string[])[
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3",
            "::/32", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        ]).Select(static network => IPNetwork.Parse(network)),
    ];

    internal bool IsUnplaced => Array.Exists(Unplaced, network => network.Contains(First));

    internal bool IsIpv6 => First.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>Reads CIDR notation, or an address alone, which is a network of one.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out GeoNetwork? network)
    {
        network = null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
        {
            return false;
        }

        var size = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var prefix = size;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > size))
        {
            return false;
        }

        if (address.IsIPv4MappedToIPv6 && prefix >= MappedPrefixBits)
        {
            (address, prefix) = (address.MapToIPv4(), prefix - MappedPrefixBits);
        }

        var first = address.GetAddressBytes();
        var last = address.GetAddressBytes();
        for (var bit = prefix; bit < first.Length * 8; bit++)
        {
            var mask = (byte)(0x80 >> (bit % 8));
            first[bit / 8] &= (byte)~mask;
            last[bit / 8] |= mask;
        }

        network = new GeoNetwork(new IPAddress(first), new IPAddress(last));
        return true;
    }
}
