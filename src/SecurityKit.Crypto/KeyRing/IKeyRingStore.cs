namespace SecurityKit.Crypto;

/// <summary>
/// Keeps the key rings. Thread-safe, and safe across processes: of several savers that start from the same revision exactly one wins.
/// What it holds is worth nothing without the KEK, and everything encrypted is lost with it: back it up.
/// </summary>
public interface IKeyRingStore
{
    /// <summary>Reads a ring.</summary>
    /// <param name="ring">The ring's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The newest revision, or null when there is none.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<StoredKeyRing?> LoadAsync(string ring, CancellationToken cancellationToken);

    /// <summary>Tells which rings there are: those that were saved, whoever set them up.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Their names, in ordinal order.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Saves a ring if nobody has saved it in between: an atomic compare-and-set on the revision.</summary>
    /// <param name="ring">The ring's name.</param>
    /// <param name="expectedRevision">The revision the change started from; 0 means the ring must not exist yet.</param>
    /// <param name="content">The new content; its revision is <paramref name="expectedRevision"/> + 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was saved; false when the revision is another by now.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer; whether it saved is not known.</exception>
    ValueTask<bool> TrySaveAsync(string ring, long expectedRevision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Adds to the count of messages that nodes have set aside under a key, atomically.</summary>
    /// <param name="ring">The ring's name.</param>
    /// <param name="keyId">The key.</param>
    /// <param name="count">How many to add; negative when a node gives back what it did not use.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The count after it.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<long> ReserveMessagesAsync(string ring, string keyId, long count, CancellationToken cancellationToken);
}
