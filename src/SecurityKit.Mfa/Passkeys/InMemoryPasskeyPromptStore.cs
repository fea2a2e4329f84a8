namespace SecurityKit.Mfa;

internal sealed class InMemoryPasskeyPromptStore : IPasskeyPromptStore, IVolatileStore
{
    private readonly Lock _gate = new();
    private readonly ExpiringEntries<StoredPasskeyPrompt> _prompts = new();

    internal int Count => _prompts.Count;

    public ValueTask AddAsync(StoredPasskeyPrompt prompt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _prompts.Add(prompt.ChallengeHash, prompt, prompt.ExpiresAt, now);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<StoredPasskeyPrompt?> TryTakeAsync(byte[] challengeHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(_prompts.Take(challengeHash, now));
        }
    }
}
