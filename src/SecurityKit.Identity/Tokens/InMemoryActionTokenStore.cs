namespace SecurityKit.Identity;

internal sealed class InMemoryActionTokenStore : IActionTokenStore, IVolatileStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ActionToken> _tokens = new(StringComparer.Ordinal);

    public ValueTask ReplaceAsync(ActionToken token, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Remove(other => other.Subject == token.Subject && other.Purpose == token.Purpose);
            _tokens[token.Hash] = token;
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask AddAsync(ActionToken token, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _tokens.Add(token.Hash, token);
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<ActionToken?> FindAsync(ActionPurpose purpose, string hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(Live(purpose, hash, now));
        }
    }

    public ValueTask<bool> TrySpendAsync(ActionPurpose purpose, string hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(Live(purpose, hash, now) is not null && _tokens.Remove(hash));
        }
    }

    public ValueTask RemoveAsync(string subject, ActionPurpose purpose, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Remove(token => token.Subject == subject && token.Purpose == purpose);
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask RemoveAllAsync(string subject, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Remove(token => token.Subject == subject);
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(Remove(token => token.ExpiresAt <= now));
        }
    }

    private ActionToken? Live(ActionPurpose purpose, string hash, DateTimeOffset now) =>
        _tokens.TryGetValue(hash, out var token) && token.Purpose == purpose && token.ExpiresAt > now ? token : null;

    private int Remove(Func<ActionToken, bool> condition)
    {
        var removed = _tokens.Values.Where(condition).Select(token => token.Hash).ToList();
        removed.ForEach(hash => _tokens.Remove(hash));
        return removed.Count;
    }
}
