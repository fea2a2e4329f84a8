using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace SecurityKit.Crypto;

/// <summary>
/// A value that is stored encrypted under the key of the subject whose row it stands in, and unreadable once that subject is erased. Read by
/// <see cref="ReadAsync"/>, each time anew. Its text form never shows the value. Not thread-safe while it is saved.
/// </summary>
/// <typeparam name="T">The value's type.</typeparam>
[DebuggerDisplay("SubjectEncrypted")]
public sealed class SubjectEncrypted<T> : ISubjectEncryptedField
{
    private T? _value;
    private bool _hasValue;
    private byte[]? _envelope;
    private SubjectFieldCipher? _cipher;
    private string _subject = string.Empty;
    private FieldPlace _place;

    /// <summary>Holds a value that is not stored yet.</summary>
    /// <param name="value">The value.</param>
    public SubjectEncrypted(T value) => (_value, _hasValue) = (value, true);

    /// <summary>See <see cref="EncryptedField.FromSubjectEnvelope"/>.</summary>
    internal SubjectEncrypted(StoredEnvelope stored) => _envelope = stored.Bytes;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Envelope => _envelope is null ? default(ReadOnlyMemory<byte>?) : _envelope;

    /// <summary>Holds a value that is not stored yet.</summary>
    /// <param name="value">The value.</param>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is the alternate.")]
    public static implicit operator SubjectEncrypted<T>(T value) => new(value);

    /// <summary>The value.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What was given before it was saved; decrypted afterwards.</returns>
    /// <exception cref="DecryptionFailedException">It was changed, belongs to another subject or place, or the subject was erased.</exception>
    /// <exception cref="StoreUnavailableException">The key is not in memory, and the store does not answer.</exception>
    /// <exception cref="InvalidOperationException">It was read by something that does not know whose it is.</exception>
    public ValueTask<T> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_hasValue)
        {
            return ValueTask.FromResult(_value!);
        }

        return _cipher is { } cipher
            ? cipher.DecryptAsync<T>(_subject, _envelope, _place, cancellationToken)
            : throw new InvalidOperationException(
                "The field was read without its subject. Add UseSubjectEncryptedFields(...) to the context's options, or decrypt it with SubjectFieldCipher.");
    }

    /// <inheritdoc/>
    public async ValueTask SealAsync(SubjectFieldCipher cipher, string subject, FieldPlace place, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cipher);
        if (_envelope is not null && _cipher is not null && _subject == subject && _place == place)
        {
            return;
        }

        var value = await ReadAsync(cancellationToken).ConfigureAwait(false);
        _envelope = await cipher.EncryptAsync(subject, value, place, cancellationToken).ConfigureAwait(false);
        (_cipher, _subject, _place) = (cipher, subject, place);
        (_value, _hasValue) = (default, false);
    }

    /// <inheritdoc/>
    public async ValueTask<ISubjectEncryptedField> CopyAsync(CancellationToken cancellationToken) =>
        new SubjectEncrypted<T>(await ReadAsync(cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public void Bind(SubjectFieldCipher cipher, string subject, FieldPlace place)
    {
        ArgumentNullException.ThrowIfNull(cipher);
        (_cipher, _subject, _place) = (cipher, subject, place);
    }

    /// <summary>Never the value.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => "SubjectEncrypted";
}
