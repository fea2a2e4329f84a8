using System.Net;
using System.Net.Sockets;

namespace SecurityKit;

/// <summary>Shortens addresses to networks, so that what is kept does not point at one person.</summary>
public static class NetworkPrefix
{
    private const int Ipv4PrefixBytes = 3;
    private const int Ipv6PrefixBytes = 6;

    /// <summary>The /24 of an IPv4 address (mapped ones included), the /48 of an IPv6 address.</summary>
    /// <param name="address">The address.</param>
    /// <returns>CIDR notation, such as <c>203.0.113.0/24</c>.</returns>
    public static string Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        var keptBytes = plain.AddressFamily == AddressFamily.InterNetwork ? Ipv4PrefixBytes : Ipv6PrefixBytes;
        bytes.AsSpan(keptBytes).Clear();
        return $"{new IPAddress(bytes)}/{keptBytes * 8}";
    }
}
