namespace SecurityKit.Crypto;

/// <summary>
/// The front door to the key rings: status, rotation, revocation. Thread-safe. Every change is one atomic step in the store;
/// of two nodes that ask for the same at once, one does it.
/// </summary>
public interface IKeyRingManager
{
    /// <summary>
    /// Loads all rings, making first keys where there are none. A host does it before anything else starts; a program without a host
    /// calls it once before it encrypts. Repeated calls do nothing.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when the rings are in memory.</returns>
    /// <exception cref="SecurityKitConfigurationException">No KEK is configured, or another than the rings'. The message says what to do.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask InitializeAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads the rings again and rotates what is due. A host does it every <see cref="CryptoOptions.RefreshInterval"/>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when it is done.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer; the rings in memory stay as they were.</exception>
    ValueTask MaintainAsync(CancellationToken cancellationToken = default);

    /// <summary>Looks at a ring as it is stored now.</summary>
    /// <param name="ring">The ring's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The status.</returns>
    ValueTask<KeyRingStatus> GetStatusAsync(string ring = KeyRingNames.Data, CancellationToken cancellationToken = default);

    /// <summary>The names of the rings of this host.</summary>
    IReadOnlyList<string> Rings { get; }

    /// <summary>
    /// Rotates now, whatever the age: the announced key takes over as soon as every node can know it
    /// (<see cref="CryptoOptions.PropagationDelay"/> after it was made); where none is announced, one is made.
    /// </summary>
    /// <param name="ring">The ring's name.</param>
    /// <param name="reason">Why, as a short snake_case word; kept with the key and in the event.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The key that takes over, and when.</returns>
    /// <exception cref="InvalidOperationException">The ring is one that never rotates.</exception>
    ValueTask<KeyInfo> RotateAsync(string ring, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes a key out at once: it decrypts and verifies nothing any more. The active key needs an announced successor, which takes over in the same step.
    /// </summary>
    /// <param name="ring">The ring's name.</param>
    /// <param name="keyId">The key.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What became of it.</returns>
    ValueTask<KeyChange> RevokeAsync(string ring, string keyId, string reason, CancellationToken cancellationToken = default);

    /// <summary>Deletes a revoked or expired key for good. What it encrypted is lost, in every copy; refused while a count says that there is such data.</summary>
    /// <param name="ring">The ring's name.</param>
    /// <param name="keyId">The key.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What became of it.</returns>
    ValueTask<KeyChange> DestroyAsync(string ring, string keyId, string reason, CancellationToken cancellationToken = default);

    /// <summary>Wraps every key anew under the present KEK, ring by ring, each ring in one step. Afterwards former KEKs are not needed any more.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many keys were wrapped anew.</returns>
    ValueTask<int> RewrapKeysAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Keeps what a count of stored data found, in the place of what an earlier count of the same source found. As long as it says that values under a key are
    /// left, the key is not destroyed, and goes on decrypting when its grace is over. <see cref="DataRewrapper"/> calls it.
    /// </summary>
    /// <param name="ring">The ring's name; one of data keys.</param>
    /// <param name="counted">What was found.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when it is stored.</returns>
    /// <exception cref="ArgumentException">The ring's keys do not encrypt, or the source has no name.</exception>
    /// <exception cref="SecurityKitException">The ring keeps counts of 256 other sources.</exception>
    ValueTask RecordDataAsync(string ring, StoredDataCount counted, CancellationToken cancellationToken = default);

    /// <summary>Forgets what was counted of a source: it is gone, or what is left of it may be lost. Its keys can be retired from then on.</summary>
    /// <param name="ring">The ring's name.</param>
    /// <param name="source">The source, as <see cref="KeyRingStatus.Data"/> names it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether there was such a count.</returns>
    ValueTask<bool> ForgetDataAsync(string ring, string source, string reason, CancellationToken cancellationToken = default);
}
