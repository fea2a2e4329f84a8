namespace SecurityKit;

/// <summary>Keeps security events so that they can be looked up. Append-only but for retention. Thread-safe.</summary>
public interface ISecurityEventStore
{
    /// <summary>Keeps one event. When the task completes it is as durable as the store is.</summary>
    /// <param name="securityEvent">The event, complete.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when the event is kept.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached; the event is not kept.</exception>
    ValueTask AppendAsync(SecurityEvent securityEvent, CancellationToken cancellationToken);

    /// <summary>Looks events up in the order in which they were kept, or in the reverse.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>At most <see cref="SecurityEventQuery.Limit"/> events.</returns>
    ValueTask<IReadOnlyList<SecurityEvent>> QueryAsync(SecurityEventQuery query, CancellationToken cancellationToken);

    /// <summary>Forgets the oldest events.</summary>
    /// <param name="before">Events older than this are forgotten.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many were forgotten.</returns>
    ValueTask<int> DeleteBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
