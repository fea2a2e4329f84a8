namespace SecurityKit.Identity;

internal sealed class InMemoryLockoutStore(TimeProvider clock) : ILockoutStore, IVolatileStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LockoutState> _states = new(StringComparer.Ordinal);

    public ValueTask<LockoutDecision> BeginAttemptAsync(string key, LockoutRule rule, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var (decision, next) = rule.Begin(_states.GetValueOrDefault(key), clock.GetUtcNow());
            if (next is not null)
            {
                _states[key] = next;
            }

            return ValueTask.FromResult(decision);
        }
    }

    public ValueTask<bool> ClearAsync(string key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_states.Remove(key));
        }
    }

    public ValueTask<int> RemoveStaleAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var stale = _states.Where(pair => pair.Value.LastFailureAt < before && pair.Value.LockedUntil < before).Select(pair => pair.Key).ToList();
            stale.ForEach(key => _states.Remove(key));
            return ValueTask.FromResult(stale.Count);
        }
    }
}
