using System.Net;
using System.Net.Sockets;

namespace SecurityKit.Testing;

/// <summary>Finds TCP ports of the loopback interface that nobody listens on.</summary>
public static class LoopbackPort
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
