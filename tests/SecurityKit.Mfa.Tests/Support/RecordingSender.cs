using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace SecurityKit.Mfa.Tests.Support;

/// <summary>A carrier that keeps what it was given, and refuses when told to.</summary>
internal sealed class RecordingSender : IMessageSender
{
    internal ConcurrentQueue<OutboundMessage> Messages { get; } = new();

    internal HashSet<MessageChannel> Channels { get; } = [MessageChannel.Email, MessageChannel.Sms];

    internal Exception? Failure { get; set; }

    internal OutboundMessage Last => Messages.Last();

    internal string LastCode => Regex.Match(Last.Body, "[0-9]{6}").Value;

    internal string WrongCode => LastCode == "000000" ? "000001" : "000000";

    public bool CanSend(MessageChannel channel) => Channels.Contains(channel);

    public ValueTask SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        Messages.Enqueue(message);
        return ValueTask.CompletedTask;
    }
}
