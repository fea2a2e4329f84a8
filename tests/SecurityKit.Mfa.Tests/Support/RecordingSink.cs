using System.Collections.Concurrent;

namespace SecurityKit.Mfa.Tests.Support;

internal sealed class RecordingSink : ISecurityEventSink
{
    internal ConcurrentQueue<SecurityEvent> Events { get; } = new();

    public SecurityEventStage Stage => SecurityEventStage.Record;

    public ValueTask WriteAsync(SecurityEvent securityEvent, CancellationToken cancellationToken)
    {
        Events.Enqueue(securityEvent);
        return ValueTask.CompletedTask;
    }
}
