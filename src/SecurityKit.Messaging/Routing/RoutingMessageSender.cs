namespace SecurityKit.Messaging;

/// <summary>Gives each message to the sender of its channel.</summary>
internal sealed class RoutingMessageSender(IEnumerable<IChannelSender> senders) : IMessageSender
{
    private readonly IChannelSender[] _senders = [.. senders];

    public bool CanSend(MessageChannel channel) => Array.Exists(_senders, sender => sender.Channel == channel);

    public ValueTask SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var sender = Array.Find(_senders, s => s.Channel == message.Channel)
            ?? throw new MessageNotSentException(
                $"No sender is configured for {message.Channel} messages. Add {(message.Channel == MessageChannel.Sms ? "AddHttpSmsSender" : "AddSmtpSender")}(...).");
        return sender.SendAsync(message, cancellationToken);
    }
}
