namespace SecurityKit.Messaging;

/// <summary>Sends the messages of one channel. Register one per channel; the first registered wins. Thread-safe.</summary>
public interface IChannelSender
{
    /// <summary>The channel it serves.</summary>
    MessageChannel Channel { get; }

    /// <summary>Hands the message to the carrier.</summary>
    /// <param name="message">A message of <see cref="Channel"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when the carrier has accepted it.</returns>
    /// <exception cref="MessageNotSentException">The carrier refused it or did not answer in time. The text names neither destination nor body.</exception>
    ValueTask SendAsync(OutboundMessage message, CancellationToken cancellationToken);
}
