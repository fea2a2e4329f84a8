namespace SecurityKit;

/// <summary>Receives every security event of the process. Implementations are called concurrently.</summary>
public interface ISecurityEventSink
{
    /// <summary>When this sink sees an event, and what its failure means.</summary>
    SecurityEventStage Stage { get; }

    /// <summary>Takes one event. When the task completes, the event has been dealt with as the stage demands.</summary>
    /// <param name="securityEvent">The event, complete.</param>
    /// <param name="cancellationToken">Never cancelled by the operation that raised it: what has happened is dealt with. Set limits of your own.</param>
    /// <returns>A task that completes when the event has been dealt with.</returns>
    ValueTask WriteAsync(SecurityEvent securityEvent, CancellationToken cancellationToken);
}
