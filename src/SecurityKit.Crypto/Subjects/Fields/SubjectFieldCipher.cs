using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>
/// As <see cref="FieldCipher"/>, under the key of the subject whose data it is: single values that keep their JSON type, are bound to their place, and are
/// unreadable once the subject is erased. A blind index stored beside such a value is not erased with it. Thread-safe.
/// </summary>
public sealed class SubjectFieldCipher
{
    private const string Purpose = "fields";

    private readonly ISubjectEncryptor _encryptor;
    private readonly FieldValues _values;

    internal SubjectFieldCipher(ISubjectEncryptor encryptor, FieldValues values)
    {
        _encryptor = encryptor.ForPurpose(Purpose);
        _values = values;
    }

    /// <summary>Encrypts a value for its place.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="subject">Whose value it is.</param>
    /// <param name="value">The value; null is a value too.</param>
    /// <param name="place">Where it belongs.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>An envelope (docs/formats.md).</returns>
    /// <exception cref="ArgumentException">The subject, a text or a part of the place is not of the form asked for.</exception>
    /// <exception cref="InvalidOperationException">The type is the host's own and was not added to <see cref="FieldOptions.TypeInfoResolvers"/>.</exception>
    /// <exception cref="SubjectErasedException">The subject was erased.</exception>
    /// <exception cref="StoreUnavailableException">The key is not in memory, and the store does not answer.</exception>
    public async ValueTask<byte[]> EncryptAsync<T>(string subject, T value, FieldPlace place, CancellationToken cancellationToken = default)
    {
        var json = _values.ToJson(value);
        try
        {
            return await _encryptor.EncryptAsync(subject, json, place.ToAssociatedData(), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
        }
    }

    /// <summary>Decrypts the value of a place.</summary>
    /// <typeparam name="T">The type that was encrypted.</typeparam>
    /// <param name="subject">The subject given at encryption.</param>
    /// <param name="envelope">What <see cref="EncryptAsync"/> gave.</param>
    /// <param name="place">Where it was found.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The value.</returns>
    /// <exception cref="DecryptionFailedException">It was changed, belongs to another subject, place or type, or the subject was erased.</exception>
    /// <exception cref="StoreUnavailableException">The key is not in memory, and the store does not answer.</exception>
    public async ValueTask<T> DecryptAsync<T>(string subject, ReadOnlyMemory<byte> envelope, FieldPlace place, CancellationToken cancellationToken = default)
    {
        var json = await _encryptor.DecryptAsync(subject, envelope, place.ToAssociatedData(), cancellationToken).ConfigureAwait(false);
        try
        {
            return _values.FromJson<T>(json, KeyRingNames.Subjects, place);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
        }
    }
}
