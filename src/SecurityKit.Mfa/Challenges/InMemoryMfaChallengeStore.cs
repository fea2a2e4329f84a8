namespace SecurityKit.Mfa;

/// <summary>Expired challenges are dropped whenever another is added.</summary>
internal sealed class InMemoryMfaChallengeStore : IMfaChallengeStore, IVolatileStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StoredMfaChallenge> _challenges = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _byExpiry = new();

    internal int Count => _challenges.Count;

    public ValueTask AddAsync(StoredMfaChallenge challenge, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        cancellationToken.ThrowIfCancellationRequested();
        var key = Convert.ToHexString(challenge.TokenHash);
        lock (_gate)
        {
            while (_byExpiry.TryPeek(out var oldest, out var expiresAt) && expiresAt <= now)
            {
                _byExpiry.Dequeue();
                _challenges.Remove(oldest);
            }

            _challenges.Add(key, challenge);
            _byExpiry.Enqueue(key, challenge.ExpiresAt);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<StoredMfaChallenge?> FindAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var found = _challenges.GetValueOrDefault(Convert.ToHexString(tokenHash));
            return ValueTask.FromResult(found?.ExpiresAt > now ? found : null);
        }
    }

    public ValueTask<bool> TryCompleteAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(
                _challenges.Remove(Convert.ToHexString(tokenHash), out var found) && found.ExpiresAt > now);
        }
    }

    public ValueTask RemoveAllAsync(string subject, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            foreach (var (key, _) in _challenges.Where(pair => pair.Value.Subject == subject).ToArray())
            {
                _challenges.Remove(key);
            }
        }

        return ValueTask.CompletedTask;
    }
}
