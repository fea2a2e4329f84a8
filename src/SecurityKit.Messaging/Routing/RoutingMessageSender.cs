namespace SecurityKit.Messaging;

/// <summary>Gives each message to the sender of its channel.</summary>
internal sealed class RoutingMessageSender(IEnumerable<IChannelSender> senders) : IMessageSender
{
    private readonly IChannelSender[] _senders = [.. senders];

    public bool CanSend(MessageChannel channel) => Array.Exists(_senders, sender => sender.Channel == channel);

    public async ValueTask SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        await MessagingTracing.Spans.RunAsync(
            "securitykit.message.send", () => RouteAsync(message, cancellationToken), new KeyValuePair<string, object?>("securitykit.channel", message.Channel.ToString()))
            .ConfigureAwait(false);
    }

    private async ValueTask<bool> RouteAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        var sender = Array.Find(_senders, s => s.Channel == message.Channel)
            ?? throw new MessageNotSentException(
                $"No sender is configured for {message.Channel} messages. Add {(message.Channel == MessageChannel.Sms ? "AddHttpSmsSender" : "AddSmtpSender")}(...).");
        await sender.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
