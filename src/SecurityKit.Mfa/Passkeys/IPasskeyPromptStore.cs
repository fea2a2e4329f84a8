namespace SecurityKit.Mfa;

/// <summary>
/// Keeps prompts that wait for the answer of an authenticator, for minutes. Expired ones are never returned and are dropped in time.
/// Every method is one atomic step. Thread-safe. All methods throw <see cref="StoreUnavailableException"/> when the store cannot be reached.
/// </summary>
public interface IPasskeyPromptStore
{
    /// <summary>Keeps a prompt.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="now">The present time, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when it is kept.</returns>
    ValueTask AddAsync(StoredPasskeyPrompt prompt, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Takes a prompt out: succeeds once, and only before it expires.</summary>
    /// <param name="challengeHash">SHA-256 of the challenge.</param>
    /// <param name="now">The present time, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The prompt; null when it is unknown, taken or expired. Of parallel calls one gets it.</returns>
    ValueTask<StoredPasskeyPrompt?> TryTakeAsync(byte[] challengeHash, DateTimeOffset now, CancellationToken cancellationToken);
}
