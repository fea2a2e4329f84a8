namespace SecurityKit.Crypto;

/// <summary>
/// All erasures of a key store, to be kept apart from it and applied to it again: a backup of the key store from before an erasure holds the key that was
/// destroyed later. Entries do not name subjects; each carries a keyed hash (MAC) under the ring <see cref="KeyRingNames.Index"/>, so that nobody without the
/// keys can add or change one. Thread-safe.
/// </summary>
public interface IErasureLedger
{
    /// <summary>Writes every erasure the key store knows, and an end line that tells a whole ledger from one that was cut short.</summary>
    /// <param name="destination">Where to; not closed.</param>
    /// <param name="cancellationToken">Cancels the call; what was written by then is not whole.</param>
    /// <returns>How many erasures were written.</returns>
    ValueTask<long> ExportAsync(Stream destination, CancellationToken cancellationToken = default);

    /// <summary>
    /// Destroys again, in this key store, what a ledger or journal says was erased. Erasures that the store knows already change nothing, so it may be
    /// repeated. Lines that are not authentic are passed over and reported: the others are applied all the same.
    /// </summary>
    /// <param name="source">An exported ledger, or a journal; not closed.</param>
    /// <param name="cancellationToken">Stops after the entry in hand.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer; repeat it.</exception>
    ValueTask<LedgerReplayReport> ReplayAsync(Stream source, CancellationToken cancellationToken = default);
}
