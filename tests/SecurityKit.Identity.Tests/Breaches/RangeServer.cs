using System.Net;
using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

/// <summary>A range service on a loopback port that answers as it is told and remembers what it was asked.</summary>
internal sealed class RangeServer : IDisposable
{
    private readonly HttpListener _listener = new();

    internal RangeServer(Func<string, (int Status, string Body)?> answer)
    {
        Prefix = $"http://127.0.0.1:{LoopbackPort.Free()}/range/";
        _listener.Prefixes.Add(Prefix);
        _listener.Start();
        _ = ServeAsync(answer);
    }

    internal string Prefix { get; }

    internal List<string> Asked { get; } = [];

    internal string? Padding { get; private set; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync(Func<string, (int Status, string Body)?> answer)
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            Asked.Add(context.Request.Url!.PathAndQuery);
            Padding = context.Request.Headers["Add-Padding"];
            if (answer(context.Request.Url.Segments[^1]) is not { } reply)
            {
                continue;
            }

            context.Response.StatusCode = reply.Status;
            await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(reply.Body));
            context.Response.Close();
        }
    }
}
