namespace SecurityKit;

/// <summary>Sends e-mail and text messages. Thread-safe.</summary>
public interface IMessageSender
{
    /// <summary>Whether this sender can serve a channel, so that a method that needs it is not offered in vain.</summary>
    /// <param name="channel">The channel.</param>
    /// <returns>Whether it can.</returns>
    bool CanSend(MessageChannel channel);

    /// <summary>Hands the message to the carrier.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when the carrier has accepted it.</returns>
    /// <exception cref="MessageNotSentException">The carrier refused it, or no sender is configured.</exception>
    ValueTask SendAsync(OutboundMessage message, CancellationToken cancellationToken);
}
