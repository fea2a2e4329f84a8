namespace SecurityKit.Identity;

/// <summary>Keeps the hashes of mailed single-use tokens. Thread-safe, and safe across processes.</summary>
public interface IActionTokenStore
{
    /// <summary>Keeps a token in place of every other of its subject and purpose.</summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when it is kept.</returns>
    ValueTask ReplaceAsync(ActionToken token, CancellationToken cancellationToken);

    /// <summary>Keeps a token beside the others of its subject and purpose.</summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when it is kept.</returns>
    ValueTask AddAsync(ActionToken token, CancellationToken cancellationToken);

    /// <summary>Looks at a token that has not expired.</summary>
    /// <param name="purpose">The purpose.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="now">The present, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The token, or <see langword="null"/>.</returns>
    ValueTask<ActionToken?> FindAsync(ActionPurpose purpose, string hash, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Removes a token that has not expired. Of parallel calls for one token exactly one succeeds.</summary>
    /// <param name="purpose">The purpose.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="now">The present, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call removed it.</returns>
    ValueTask<bool> TrySpendAsync(ActionPurpose purpose, string hash, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Removes a subject's tokens of one purpose.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="purpose">The purpose.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when they are gone.</returns>
    ValueTask RemoveAsync(string subject, ActionPurpose purpose, CancellationToken cancellationToken);

    /// <summary>Removes every token of a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when they are gone.</returns>
    ValueTask RemoveAllAsync(string subject, CancellationToken cancellationToken);

    /// <summary>Removes the tokens that have expired.</summary>
    /// <param name="now">The present, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many.</returns>
    ValueTask<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
