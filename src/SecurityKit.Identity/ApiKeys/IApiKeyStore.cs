namespace SecurityKit.Identity;

/// <summary>Keeps API keys. Every step is atomic and durable when its task completes. Thread-safe, and safe across processes.</summary>
public interface IApiKeyStore
{
    /// <summary>Adds a key unless its subject has as many live ones as it may have; exact under parallel calls.</summary>
    /// <param name="record">The key.</param>
    /// <param name="maxLive">How many keys of the subject may be live: neither revoked nor expired at <paramref name="now"/>.</param>
    /// <param name="now">The present, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was added.</returns>
    ValueTask<bool> TryAddAsync(ApiKeyRecord record, int maxLive, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Finds a key, whatever its state. Never from a cache of another node's past: a revocation counts at once.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The key, or <see langword="null"/>.</returns>
    ValueTask<ApiKeyRecord?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Lists a subject's keys, whatever their state, the newest first.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The keys.</returns>
    ValueTask<IReadOnlyList<ApiKey>> ListAsync(string subject, CancellationToken cancellationToken);

    /// <summary>Revokes a key of a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="id">The key.</param>
    /// <param name="at">When, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call revoked it.</returns>
    ValueTask<bool> TryRevokeAsync(string subject, string id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// Adds the replacement and shortens the old key's life, if the old one is live, not suspended and not yet replaced. Of parallel calls exactly one succeeds, and
    /// of a rotation and <see cref="SuspendAllAsync"/> one comes after the other: no replacement escapes it.
    /// </summary>
    /// <param name="rotation">What is to be done.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was done.</returns>
    ValueTask<bool> TryRotateAsync(ApiKeyRotation rotation, CancellationToken cancellationToken);

    /// <summary>Takes all keys of a subject out of use for a cause, beside the causes they have.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cause">The cause; one or several.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many keys did not have the cause yet.</returns>
    ValueTask<int> SuspendAllAsync(string subject, ApiKeySuspensions cause, CancellationToken cancellationToken);

    /// <summary>Takes causes away from all keys of a subject; those without any other are in use again.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="causes">The causes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many keys had one of them.</returns>
    ValueTask<int> ResumeAllAsync(string subject, ApiKeySuspensions causes, CancellationToken cancellationToken);

    /// <summary>Notes uses; an earlier time never overwrites a later one.</summary>
    /// <param name="uses">The uses.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when they are noted.</returns>
    ValueTask RecordUseAsync(IReadOnlyCollection<ApiKeyUse> uses, CancellationToken cancellationToken);

    /// <summary>Removes all keys of a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many.</returns>
    ValueTask<int> RemoveAllAsync(string subject, CancellationToken cancellationToken);

    /// <summary>Removes keys that were revoked or expired before a time.</summary>
    /// <param name="before">The time, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many.</returns>
    ValueTask<int> RemoveDeadAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
