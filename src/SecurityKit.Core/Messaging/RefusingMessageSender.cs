namespace SecurityKit;

internal sealed class RefusingMessageSender : IMessageSender
{
    public bool CanSend(MessageChannel channel) => false;

    public ValueTask SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        throw new MessageNotSentException(
            $"No sender is configured for {message.Channel} messages. Add SecurityKit.Messaging with AddSmtpSender(...) or AddHttpSmsSender(...), "
            + "or register an IMessageSender of your own.");
    }
}
