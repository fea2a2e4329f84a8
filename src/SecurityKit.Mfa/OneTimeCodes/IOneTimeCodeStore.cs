namespace SecurityKit.Mfa;

/// <summary>
/// Keeps the codes that were sent, for minutes. Expired ones are never returned and are dropped in time. Every method is one atomic step.
/// Thread-safe. All methods throw <see cref="StoreUnavailableException"/> when the store cannot be reached.
/// </summary>
public interface IOneTimeCodeStore
{
    /// <summary>Keeps a code in place of any other with its id.</summary>
    /// <param name="code">The code.</param>
    /// <param name="now">The present time, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when it is kept.</returns>
    ValueTask PutAsync(OneTimeCode code, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Takes one guess at a code. Of any number of parallel calls exactly as many are answered as there are guesses.</summary>
    /// <param name="id">The code's id.</param>
    /// <param name="now">The present time, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The hash to compare with; null when there is no such code, it is expired, or its guesses are used up.</returns>
    ValueTask<byte[]?> TryTakeGuessAsync(string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Spends a code: succeeds once.</summary>
    /// <param name="id">The code's id.</param>
    /// <param name="hash">The hash that the guess was compared with; another code in its place is not spent.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call spent it.</returns>
    ValueTask<bool> TrySpendAsync(string id, byte[] hash, CancellationToken cancellationToken);
}
