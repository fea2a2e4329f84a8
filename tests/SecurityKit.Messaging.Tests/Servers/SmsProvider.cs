using System.Net;
using System.Text;
using SecurityKit.Testing;

namespace SecurityKit.Messaging.Tests.Servers;

/// <summary>
/// A provider of text messages on loopback. By default it behaves as documented APIs do: checks the key, reads the fields, answers 201,
/// and delivers a repeated idempotency key once. A test may put failures in front.
/// </summary>
internal sealed class SmsProvider : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, string> _delivered = [];

    internal SmsProvider()
    {
        Endpoint = $"http://127.0.0.1:{LoopbackPort.Free()}/";
        _listener.Prefixes.Add(Endpoint);
        _listener.Start();
        _ = ServeAsync();
    }

    internal string Endpoint { get; }

    /// <summary>Answers before the normal behaviour: a status, or -1 for delivering the message and never answering.</summary>
    internal Queue<(int Status, string? RetryAfter)> Failures { get; } = new();

    internal List<(string? Authorization, string? IdempotencyKey, string ContentType, string Body)> Requests { get; } = [];

    internal List<string> Delivered { get; } = [];

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                _ = AnswerAsync(context);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var key = context.Request.Headers["Idempotency-Key"];
        lock (Requests)
        {
            Requests.Add((context.Request.Headers["Authorization"], key, context.Request.ContentType!, body));
        }

        if (Failures.TryDequeue(out var failure))
        {
            if (failure.Status < 0)
            {
                Deliver(key, body);
            }
            else
            {
                context.Response.StatusCode = failure.Status;
                if (failure.RetryAfter is not null)
                {
                    context.Response.Headers["Retry-After"] = failure.RetryAfter;
                }

                var echo = Encoding.UTF8.GetBytes($"{{\"code\": 21211, \"message\": \"refused: {body.Replace("\"", "'", StringComparison.Ordinal)}\"}}");
                await context.Response.OutputStream.WriteAsync(echo);
                context.Response.Close();
            }

            return;
        }

        Deliver(key, body);
        context.Response.StatusCode = 201;
        await context.Response.OutputStream.WriteAsync("{\"sid\": \"SM1\", \"status\": \"queued\"}"u8.ToArray());
        context.Response.Close();
    }

    private void Deliver(string? key, string body)
    {
        lock (Requests)
        {
            if (key is null || _delivered.TryAdd(key, body))
            {
                Delivered.Add(body);
            }
        }
    }
}
