namespace SecurityKit.Crypto;

/// <summary>
/// Keeps subjects' wrapped keys and, for good, the tombstones of erased ones. Thread-safe, and safe across processes: of several savers that start from the same
/// revision exactly one wins, so that nobody who did not see a tombstone can write over it. A row is never removed. Losing the store loses everything that
/// was encrypted for subjects; a backup of it holds the keys of subjects that were erased later (docs/erasure.md).
/// </summary>
public interface ISubjectKeyStore
{
    /// <summary>Reads a subject. Never from a replica that may lag behind.</summary>
    /// <param name="handle">The subject's handle.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The newest revision, or null when there is none.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<StoredSubjectKeys?> LoadAsync(string handle, CancellationToken cancellationToken);

    /// <summary>Saves a subject if nobody has saved it in between: an atomic compare-and-set on the revision. The former content is overwritten, not kept.</summary>
    /// <param name="handle">The subject's handle.</param>
    /// <param name="expectedRevision">The revision the change started from; 0 means that the store must hold nothing of the subject, no tombstone either.</param>
    /// <param name="content">The new content; its revision is <paramref name="expectedRevision"/> + 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was saved; false when the revision is another by now.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer; whether it saved is not known.</exception>
    ValueTask<bool> TrySaveAsync(string handle, long expectedRevision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Reads subjects in the ordinal order of their handles. One that is saved meanwhile is seen before or after.</summary>
    /// <param name="after">The last handle of the page before; empty for the first page.</param>
    /// <param name="limit">How many at most; at least 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page; empty at the end.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<IReadOnlyList<StoredSubjectKeys>> ListAsync(string after, int limit, CancellationToken cancellationToken);
}
