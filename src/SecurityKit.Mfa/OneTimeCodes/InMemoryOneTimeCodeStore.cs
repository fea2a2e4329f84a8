namespace SecurityKit.Mfa;

/// <summary>Expired codes are dropped whenever another is kept.</summary>
internal sealed class InMemoryOneTimeCodeStore : IOneTimeCodeStore, IVolatileStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OneTimeCode> _codes = new(StringComparer.Ordinal);

    internal int Count => _codes.Count;

    public ValueTask PutAsync(OneTimeCode code, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            foreach (var (id, _) in _codes.Where(pair => pair.Value.ExpiresAt <= now).ToArray())
            {
                _codes.Remove(id);
            }

            _codes[code.Id] = code;
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<byte[]?> TryTakeGuessAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_codes.TryGetValue(id, out var code) || code.Guesses < 1 || code.ExpiresAt <= now)
            {
                return ValueTask.FromResult<byte[]?>(null);
            }

            _codes[id] = code with { Guesses = code.Guesses - 1 };
            return ValueTask.FromResult<byte[]?>(code.Hash);
        }
    }

    public ValueTask<bool> TrySpendAsync(string id, byte[] hash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hash);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var isThere = _codes.TryGetValue(id, out var code) && code.Hash.AsSpan().SequenceEqual(hash);
            return ValueTask.FromResult(isThere && _codes.Remove(id));
        }
    }
}
