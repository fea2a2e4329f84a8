using System.Collections.Concurrent;

namespace SecurityKit.Sessions.Tests;

internal sealed class RecordingSink : ISecurityEventSink
{
    private readonly ConcurrentQueue<SecurityEvent> _events = new();

    public SecurityEventStage Stage => SecurityEventStage.Record;

    internal IReadOnlyList<SecurityEvent> All => [.. _events];

    public ValueTask WriteAsync(SecurityEvent securityEvent, CancellationToken cancellationToken)
    {
        _events.Enqueue(securityEvent);
        return ValueTask.CompletedTask;
    }

    internal SecurityEvent Single(string type) => _events.Single(e => e.Type == type);

    internal IReadOnlyList<SecurityEvent> Of(string type) => [.. _events.Where(e => e.Type == type)];
}
