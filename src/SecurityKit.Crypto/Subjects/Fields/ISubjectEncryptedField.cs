namespace SecurityKit.Crypto;

/// <summary>What a store's adapter needs of <see cref="SubjectEncrypted{T}"/>, whatever its type.</summary>
public interface ISubjectEncryptedField
{
    /// <summary>The envelope to store; null before <see cref="SealAsync"/>.</summary>
    ReadOnlyMemory<byte>? Envelope { get; }

    /// <summary>
    /// Makes the envelope for a subject and a place. One that is sealed for both already stays; one of another subject or place is decrypted there and sealed here.
    /// The value in the clear is not kept.
    /// </summary>
    /// <param name="cipher">The cipher.</param>
    /// <param name="subject">Whose value it is.</param>
    /// <param name="place">Where the value will be stored.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when it is sealed.</returns>
    /// <exception cref="SubjectErasedException">The subject was erased.</exception>
    /// <exception cref="DecryptionFailedException">The value came from another subject or place and does not decrypt there.</exception>
    /// <exception cref="StoreUnavailableException">The key is not in memory, and the store does not answer.</exception>
    ValueTask SealAsync(SubjectFieldCipher cipher, string subject, FieldPlace place, CancellationToken cancellationToken);

    /// <summary>Makes another field of the same value, not stored yet: an object has one envelope, so each place needs one of its own.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The other field.</returns>
    /// <exception cref="DecryptionFailedException">The value does not decrypt where it was found, or its subject was erased.</exception>
    /// <exception cref="StoreUnavailableException">The key is not in memory, and the store does not answer.</exception>
    ValueTask<ISubjectEncryptedField> CopyAsync(CancellationToken cancellationToken);

    /// <summary>Says whose a stored envelope is and where it was found, so that its value can be read.</summary>
    /// <param name="cipher">The cipher.</param>
    /// <param name="subject">The subject that the row names.</param>
    /// <param name="place">Where it was found.</param>
    void Bind(SubjectFieldCipher cipher, string subject, FieldPlace place);
}
