namespace SecurityKit.Samples.Portal.Mail;

/// <summary>Puts every message into the outbox instead of sending it. Development only: whoever may look at the outbox may use what is in it.</summary>
internal sealed class OutboxMessageSender(Outbox outbox) : IMessageSender
{
    public bool CanSend(MessageChannel channel) => true;

    public ValueTask SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        outbox.Add(message);
        return ValueTask.CompletedTask;
    }
}
