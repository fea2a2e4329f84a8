namespace SecurityKit.Mfa;

/// <summary>Expired prompts are dropped whenever another is added.</summary>
internal sealed class InMemoryPasskeyPromptStore : IPasskeyPromptStore, IVolatileStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StoredPasskeyPrompt> _prompts = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _byExpiry = new();

    internal int Count => _prompts.Count;

    public ValueTask AddAsync(StoredPasskeyPrompt prompt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        cancellationToken.ThrowIfCancellationRequested();
        var key = Convert.ToHexString(prompt.ChallengeHash);
        lock (_gate)
        {
            while (_byExpiry.TryPeek(out var oldest, out var expiresAt) && expiresAt <= now)
            {
                _byExpiry.Dequeue();
                _prompts.Remove(oldest);
            }

            _prompts.Add(key, prompt);
            _byExpiry.Enqueue(key, prompt.ExpiresAt);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<StoredPasskeyPrompt?> TryTakeAsync(byte[] challengeHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(
                _prompts.Remove(Convert.ToHexString(challengeHash), out var found) && found.ExpiresAt > now ? found : null);
        }
    }
}
