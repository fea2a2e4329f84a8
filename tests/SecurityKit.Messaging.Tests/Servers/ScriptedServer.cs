using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SecurityKit.Messaging.Tests.Servers;

/// <summary>A server that misbehaves as written: sends a text, waits for a line, and so on. Keeps every line it was sent.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    internal ScriptedServer(params string[] answers)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = ServeAsync(answers);
    }

    internal int Port { get; }

    internal int Connections { get; private set; }

    internal List<string> Lines { get; } = [];

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync(string[] answers)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
                foreach (var answer in answers)
                {
                    await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);
                    if (await reader.ReadLineAsync(_stop.Token) is not { } line)
                    {
                        break;
                    }

                    Lines.Add(line);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The test is over, or the client hung up.
        }
    }
}
