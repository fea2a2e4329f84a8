using System.Collections.Concurrent;

namespace SecurityKit.AspNetCore.Tests.Hosting;

/// <summary>Every event a host raised.</summary>
public sealed class EventList : ISecurityEventSink
{
    private readonly ConcurrentQueue<SecurityEvent> _events = new();

    public SecurityEventStage Stage => SecurityEventStage.Observe;

    public IReadOnlyList<SecurityEvent> All => [.. _events];

    public ValueTask WriteAsync(SecurityEvent securityEvent, CancellationToken cancellationToken)
    {
        _events.Enqueue(securityEvent);
        return ValueTask.CompletedTask;
    }
}
