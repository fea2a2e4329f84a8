namespace SecurityKit.Crypto;

/// <summary>What a store's adapter needs of <see cref="Encrypted{T}"/>, whatever its type.</summary>
public interface IEncryptedField
{
    /// <summary>The envelope to store; null before <see cref="Seal"/>.</summary>
    ReadOnlyMemory<byte>? Envelope { get; }

    /// <summary>Makes the envelope for a place. One that is sealed for it already stays; one of another place is decrypted there and sealed here.</summary>
    /// <param name="cipher">The cipher.</param>
    /// <param name="place">Where the value will be stored.</param>
    /// <exception cref="DecryptionFailedException">The value came from another place and does not decrypt there.</exception>
    void Seal(FieldCipher cipher, FieldPlace place);

    /// <summary>Makes another field of the same value, not stored yet: an object has one envelope, so each place needs one of its own.</summary>
    /// <returns>The other field.</returns>
    /// <exception cref="DecryptionFailedException">The value does not decrypt where it was found.</exception>
    IEncryptedField Copy();

    /// <summary>Says where a stored envelope was found, so that its value can be read.</summary>
    /// <param name="cipher">The cipher.</param>
    /// <param name="place">Where it was found.</param>
    void Bind(FieldCipher cipher, FieldPlace place);
}
