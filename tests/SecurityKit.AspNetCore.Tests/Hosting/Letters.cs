using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using SecurityKit.Testing;

namespace SecurityKit.AspNetCore.Tests.Hosting;

/// <summary>A carrier that keeps what it was given.</summary>
public sealed partial class Letters : IMessageSender
{
    private readonly ConcurrentQueue<OutboundMessage> _messages = [];

    /// <summary>The code of the last message that brought one.</summary>
    public string LastCode => Code().Match(_messages.Last(m => Code().IsMatch(m.Body)).Body).Value;

    /// <summary>The tokens of links, in the order they were sent.</summary>
    public IReadOnlyList<string> Tokens => [.. _messages.Select(m => Token().Match(m.Body)).Where(m => m.Success).Select(m => m.Value)];

    public int Count => _messages.Count(m => Code().IsMatch(m.Body));

    /// <summary>The token of the message that came as the given one, once it has come.</summary>
    public async Task<string> TokenAsync(int number)
    {
        await Until.TrueAsync(() => Task.FromResult(_messages.Count >= number));
        return Token().Match(_messages.ElementAt(number - 1).Body).Value;
    }

    public bool CanSend(MessageChannel channel) => true;

    public ValueTask SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        _messages.Enqueue(message);
        return ValueTask.CompletedTask;
    }

    [GeneratedRegex("[A-Za-z0-9_-]{43}")]
    private static partial Regex Token();

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex Code();
}
