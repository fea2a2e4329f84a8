namespace SecurityKit;

/// <summary>Keeps every event before the operation that raised it returns.</summary>
internal sealed class StoringSecurityEventSink(ISecurityEventStore store) : ISecurityEventSink
{
    public SecurityEventStage Stage => SecurityEventStage.Record;

    public ValueTask WriteAsync(SecurityEvent securityEvent, CancellationToken cancellationToken) =>
        store.AppendAsync(securityEvent, cancellationToken);
}
