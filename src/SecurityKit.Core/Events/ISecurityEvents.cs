namespace SecurityKit;

/// <summary>Where the kit's managers raise their events. Thread-safe.</summary>
public interface ISecurityEvents
{
    /// <summary>
    /// Completes the event (id, time, actor, source, correlation) and gives it to every sink, stage by stage. A sink that fails keeps no other from seeing it.
    /// </summary>
    /// <param name="securityEvent">The event.</param>
    /// <param name="cancellationToken">That of the operation. Not heeded by the kit: what has happened is recorded and acted upon, whoever still waits for it.</param>
    /// <returns>A task that completes when every sink has dealt with the event.</returns>
    /// <exception cref="Exception">
    /// Whatever a sink of stage <see cref="SecurityEventStage.Record"/> or <see cref="SecurityEventStage.React"/> threw; where several did, a
    /// <see cref="StoreUnavailableException"/> if one of them threw that and an <see cref="AggregateException"/> otherwise.
    /// </exception>
    ValueTask RaiseAsync(SecurityEvent securityEvent, CancellationToken cancellationToken = default);
}
