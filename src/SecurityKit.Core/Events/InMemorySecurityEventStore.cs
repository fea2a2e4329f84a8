namespace SecurityKit;

/// <summary>Keeps the newest events of this process, a bounded number of them.</summary>
internal sealed class InMemorySecurityEventStore : ISecurityEventStore, IVolatileStore
{
    internal const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<SecurityEvent> _events = new();

    public ValueTask AppendAsync(SecurityEvent securityEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(securityEvent);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_events.Count == Capacity)
            {
                _events.Dequeue();
            }

            _events.Enqueue(securityEvent);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<SecurityEvent>> QueryAsync(SecurityEventQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        SecurityEvent[] kept;
        lock (_gate)
        {
            kept = [.. _events];
        }

        IEnumerable<SecurityEvent> found = query.NewestFirst ? kept.Reverse() : kept;
        if (query.AfterId is { } id)
        {
            found = found.SkipWhile(e => e.Id != id).Skip(1);
        }

        return ValueTask.FromResult<IReadOnlyList<SecurityEvent>>([.. found.Where(e => Matches(query, e)).Take(query.Limit)]);
    }

    public ValueTask<int> DeleteBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var deleted = 0;
        lock (_gate)
        {
            while (_events.TryPeek(out var oldest) && oldest.Time < before)
            {
                _events.Dequeue();
                deleted++;
            }
        }

        return ValueTask.FromResult(deleted);
    }

    private static bool Matches(SecurityEventQuery query, SecurityEvent e) =>
        (query.Subject is null || string.Equals(query.Subject, e.Subject, StringComparison.Ordinal))
        && (query.AfterTime is null || e.Time > query.AfterTime)
        && (query.Type is null || (query.Type.EndsWith('.')
            ? e.Type.StartsWith(query.Type, StringComparison.Ordinal)
            : string.Equals(e.Type, query.Type, StringComparison.Ordinal)));
}
