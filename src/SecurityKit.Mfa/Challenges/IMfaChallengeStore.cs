namespace SecurityKit.Mfa;

/// <summary>
/// Keeps sign-ins that wait for a further factor, for minutes. Expired ones are never returned and are dropped in time.
/// Every method is one atomic step. Thread-safe. All methods throw <see cref="StoreUnavailableException"/> when the store cannot be reached.
/// </summary>
public interface IMfaChallengeStore
{
    /// <summary>Keeps a challenge.</summary>
    /// <param name="challenge">The challenge.</param>
    /// <param name="now">The present time, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when it is kept.</returns>
    ValueTask AddAsync(StoredMfaChallenge challenge, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Finds an open challenge.</summary>
    /// <param name="tokenHash">SHA-256 of the token.</param>
    /// <param name="now">The present time, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The challenge; null when it is unknown, completed or expired.</returns>
    ValueTask<StoredMfaChallenge?> FindAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Completes a challenge: succeeds once, and only before it expires.</summary>
    /// <param name="tokenHash">SHA-256 of the token.</param>
    /// <param name="now">The present time, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call completed it.</returns>
    ValueTask<bool> TryCompleteAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Drops every open challenge of a subject, such as when its account is disabled.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when none of them can be completed any more.</returns>
    ValueTask RemoveAllAsync(string subject, CancellationToken cancellationToken);
}
