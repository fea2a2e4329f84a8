using System.Net.WebSockets;
using System.Text;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Hubs;

/// <summary>A connection to a hub that speaks SignalR's JSON protocol by hand.</summary>
internal sealed class HubSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    internal static Task<HubSocket> OpenAsync(KitHost host, string accessToken, string path = "/hub") => OpenAsync(host, path, "Authorization", "Bearer " + accessToken);

    internal static Task<HubSocket> OpenWithKeyAsync(KitHost host, string key, string path = "/open-hub") => OpenAsync(host, path, "X-API-Key", key);

    private static async Task<HubSocket> OpenAsync(KitHost host, string path, string header, string credential)
    {
        var hub = new HubSocket();
        hub._socket.Options.SetRequestHeader(header, credential);
        await hub._socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = path }.Uri, default);
        await hub.SendAsync("""{"protocol":"json","version":1}""");
        Assert.That(await hub.ReceiveAsync(), Is.EqualTo("{}"));
        return hub;
    }

    internal async Task<string?> CallAsync(string method)
    {
        await SendAsync($$"""{"type":1,"invocationId":"1","target":"{{method}}","arguments":[]}""");
        return await ReceiveAsync();
    }

    /// <summary>Completes when the server has closed the connection; calls that are still answered fail the test.</summary>
    internal async Task ExpectClosedAsync()
    {
        var last = await ReceiveAsync();
        Assert.That(last, Is.Null.Or.Contains("\"type\":7"), "the connection goes on");
    }

    public void Dispose() => _socket.Dispose();

    private Task SendAsync(string message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message + "\u001e"), WebSocketMessageType.Text, endOfMessage: true, default);

    /// <summary>The next message that is not a keep-alive; null when the connection is closed.</summary>
    private async Task<string?> ReceiveAsync()
    {
        var buffer = new byte[8_192];
        while (true)
        {
            try
            {
                var received = await _socket.ReceiveAsync(buffer, default);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    return null;
                }

                foreach (var part in Encoding.UTF8.GetString(buffer, 0, received.Count).Split('\u001e', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (!part.Contains("\"type\":6", StringComparison.Ordinal))
                    {
                        return part;
                    }
                }
            }
            catch (WebSocketException)
            {
                return null;
            }
        }
    }
}
