using System.Collections.Concurrent;
using System.Net;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

/// <summary>A real HTTP server that answers what it is told to and keeps what it got.</summary>
internal sealed class LocalReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<int> _answers;

    internal LocalReceiver(params int[] answers)
    {
        _answers = new ConcurrentQueue<int>(answers);
        Endpoint = $"http://127.0.0.1:{LoopbackPort.Free()}/notices/";
        _listener.Prefixes.Add(Endpoint);
        _listener.Start();
        _ = ServeAsync();
    }

    internal string Endpoint { get; }

    internal ConcurrentQueue<(string? ContentType, string? Authorization, string Body)> Posts { get; } = new();

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                var body = await reader.ReadToEndAsync();
                context.Response.StatusCode = _answers.TryDequeue(out var answer) ? answer : 200;
                Posts.Enqueue((context.Request.ContentType, context.Request.Headers["Authorization"], body));
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }
}
