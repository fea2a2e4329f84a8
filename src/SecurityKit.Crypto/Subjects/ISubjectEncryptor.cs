namespace SecurityKit.Crypto;

/// <summary>
/// Encrypts each subject's data under a key of that subject alone. When the key is destroyed (<see cref="ISubjectKeyManager.EraseAsync"/>), everything
/// that was encrypted for the subject is unreadable, wherever a copy of it lies. Thread-safe. Reads the subject's key from the store when it is not in
/// memory, so it is asynchronous where <see cref="IEncryptor"/> is not.
/// </summary>
public interface ISubjectEncryptor
{
    /// <summary>What this encryptor's data is for. Data of one purpose does not decrypt under another.</summary>
    string Purpose { get; }

    /// <summary>An encryptor for one purpose, such as <c>profile.note</c>. Cheap; the result may be kept.</summary>
    /// <param name="purpose">1 to 128 characters of visible ASCII. Appended to this encryptor's own purpose, where it has one.</param>
    /// <returns>The encryptor.</returns>
    ISubjectEncryptor ForPurpose(string purpose);

    /// <summary>Encrypts for a subject. Its first call for a subject makes the subject's key; for one that was erased it is refused.</summary>
    /// <param name="subject">Whose data it is: 1 to 256 characters of valid Unicode, compared exactly.</param>
    /// <param name="plaintext">The data, at most 1 GiB.</param>
    /// <param name="associatedData">What the data belongs to; must be given again at decryption. Not stored.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>An envelope (docs/formats.md).</returns>
    /// <exception cref="ArgumentException">The subject or the data is not of that form.</exception>
    /// <exception cref="SubjectErasedException">The subject was erased; nothing is encrypted for it, and no new key is made.</exception>
    /// <exception cref="KeyUnwrapException">The subject's key does not unwrap.</exception>
    /// <exception cref="StoreUnavailableException">The key is not in memory, and the store does not answer.</exception>
    ValueTask<byte[]> EncryptAsync(
        string subject, ReadOnlyMemory<byte> plaintext, ReadOnlyMemory<byte> associatedData = default, CancellationToken cancellationToken = default);

    /// <summary>Decrypts data of a subject.</summary>
    /// <param name="subject">The subject given at encryption.</param>
    /// <param name="envelope">What <see cref="EncryptAsync"/> gave.</param>
    /// <param name="associatedData">What was given at encryption.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The data.</returns>
    /// <exception cref="ArgumentException">The subject is not of the form above.</exception>
    /// <exception cref="DecryptionFailedException">
    /// It was changed, belongs to another subject, purpose or associated data, or the subject was erased. Which, only the log and the metrics say.
    /// </exception>
    /// <exception cref="StoreUnavailableException">The key is not in memory, and the store does not answer.</exception>
    ValueTask<byte[]> DecryptAsync(
        string subject, ReadOnlyMemory<byte> envelope, ReadOnlyMemory<byte> associatedData = default, CancellationToken cancellationToken = default);
}
