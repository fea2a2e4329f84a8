namespace SecurityKit.Identity.Tests;

/// <summary>Counts the attempts that are counted: what a caller can tell by time.</summary>
internal sealed class CountingLockoutStore(TimeProvider clock) : ILockoutStore
{
    private readonly InMemoryLockoutStore _inner = new(clock);

    internal int Attempts { get; private set; }

    public ValueTask<LockoutDecision> BeginAttemptAsync(string key, LockoutRule rule, CancellationToken cancellationToken)
    {
        Attempts++;
        return _inner.BeginAttemptAsync(key, rule, cancellationToken);
    }

    public ValueTask<bool> ClearAsync(string key, CancellationToken cancellationToken) => _inner.ClearAsync(key, cancellationToken);

    public ValueTask<int> RemoveStaleAsync(DateTimeOffset before, CancellationToken cancellationToken) => _inner.RemoveStaleAsync(before, cancellationToken);
}
