namespace SecurityKit;

/// <summary>Where the kit's managers raise their events. Thread-safe.</summary>
public interface ISecurityEvents
{
    /// <summary>Completes the event (id, time, actor, source, correlation) and gives it to every sink, stage by stage.</summary>
    /// <param name="securityEvent">The event.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A task that completes when every sink has dealt with the event.</returns>
    /// <exception cref="Exception">Whatever a sink of stage <see cref="SecurityEventStage.Record"/> or <see cref="SecurityEventStage.React"/> threw.</exception>
    ValueTask RaiseAsync(SecurityEvent securityEvent, CancellationToken cancellationToken = default);
}
