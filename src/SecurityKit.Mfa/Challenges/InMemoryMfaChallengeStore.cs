namespace SecurityKit.Mfa;

internal sealed class InMemoryMfaChallengeStore : IMfaChallengeStore, IVolatileStore
{
    private readonly Lock _gate = new();
    private readonly ExpiringEntries<StoredMfaChallenge> _challenges = new();

    internal int Count => _challenges.Count;

    public ValueTask AddAsync(StoredMfaChallenge challenge, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _challenges.Add(challenge.TokenHash, challenge, challenge.ExpiresAt, now);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<StoredMfaChallenge?> FindAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(_challenges.Find(tokenHash, now));
        }
    }

    public ValueTask<bool> TryCompleteAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(_challenges.Take(tokenHash, now) is not null);
        }
    }

    public ValueTask RemoveAllAsync(string subject, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _challenges.RemoveWhere(challenge => challenge.Subject == subject);
        }

        return ValueTask.CompletedTask;
    }
}
