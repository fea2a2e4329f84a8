namespace SecurityKit.Crypto;

/// <summary>
/// The KEK: wraps the ring's keys before they are stored. Implement it to put a cloud KMS or an HSM behind the ring; it is called a few times
/// at start and at rotations, never per message. Thread-safe. The contract for a KMS: <see cref="WrapAsync"/> maps to its Encrypt,
/// <see cref="UnwrapAsync"/> to its Decrypt, the associated data to its encryption context (base64 it where that takes text only), and
/// <see cref="KekId"/> is the key's lasting name (an ARN or key URI, without its version).
/// </summary>
public interface IKeyWrapper
{
    /// <summary>
    /// Names the KEK, and is stored beside what it wrapped: 1 to 256 characters, the same at every start, another for another KEK. Not secret.
    /// </summary>
    string KekId { get; }

    /// <summary>Encrypts a key, authenticated.</summary>
    /// <param name="key">The key: 32 bytes; for a private signing key (PKCS#8) about 140 for ES256 and 1,800 for RS256. Not to be kept.</param>
    /// <param name="associatedData">Names ring, key id, version, kind and creation time; must be bound, so that a wrapped key unwraps in its own place only.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The wrapped key, at most 8 KiB.</returns>
    /// <exception cref="StoreUnavailableException">The KMS does not answer.</exception>
    ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken);

    /// <summary>Decrypts a key.</summary>
    /// <param name="wrapped">What <see cref="WrapAsync"/> returned.</param>
    /// <param name="associatedData">What was given to it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The key; the caller wipes it.</returns>
    /// <exception cref="KeyUnwrapException">It was wrapped by another KEK, for another place, or was changed.</exception>
    /// <exception cref="StoreUnavailableException">The KMS does not answer.</exception>
    ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken);
}
