namespace SecurityKit;

internal sealed class InMemoryLeaseStore(TimeProvider clock) : ILeaseStore, IVolatileStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Lease> _leases = new(StringComparer.Ordinal);
    private long _lastToken;

    public ValueTask<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        cancellationToken.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var isHeld = _leases.TryGetValue(name, out var present) && present.ExpiresAt > now;
            if (isHeld && present!.Owner != owner)
            {
                return ValueTask.FromResult<Lease?>(null);
            }

            var token = isHeld ? present!.FencingToken : ++_lastToken;
            var lease = new Lease(name, owner, token, now + duration);
            _leases[name] = lease;
            return ValueTask.FromResult<Lease?>(lease);
        }
    }

    public ValueTask ReleaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        lock (_gate)
        {
            if (_leases.TryGetValue(lease.Name, out var present) && present.FencingToken == lease.FencingToken)
            {
                _leases.Remove(lease.Name);
            }
        }

        return ValueTask.CompletedTask;
    }
}
