namespace SecurityKit.Core.Tests.Events;

/// <summary>Forgets nothing: each deletion ends by a time limit of the store's own, which looks like a cancelled call.</summary>
internal sealed class ImpatientEventStore : ISecurityEventStore
{
    internal int Deletions { get; private set; }

    public ValueTask AppendAsync(SecurityEvent securityEvent, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<IReadOnlyList<SecurityEvent>> QueryAsync(SecurityEventQuery query, CancellationToken cancellationToken) => new([]);

    public ValueTask<int> DeleteBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        Deletions++;
        return ValueTask.FromException<int>(new TaskCanceledException("The store's own time limit."));
    }
}
