using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace SecurityKit.Crypto;

/// <summary>
/// A value that is stored encrypted and bound to its place. In code it is made from the value and read by <see cref="Value"/>; which envelope
/// is stored, and where it may be read, is the store adapter's business. Its text form never shows the value. Not thread-safe while it is saved.
/// </summary>
/// <typeparam name="T">The value's type.</typeparam>
[DebuggerDisplay("Encrypted")]
public sealed class Encrypted<T> : IEncryptedField
{
    private T? _value;
    private bool _hasValue;
    private byte[]? _envelope;
    private FieldCipher? _cipher;
    private FieldPlace _place;

    /// <summary>Holds a value that is not stored yet.</summary>
    /// <param name="value">The value.</param>
    public Encrypted(T value) => (_value, _hasValue) = (value, true);

    /// <summary>See <see cref="EncryptedField.FromEnvelope"/>.</summary>
    internal Encrypted(StoredEnvelope stored) => _envelope = stored.Bytes;

    /// <summary>The value; decrypted at the first use.</summary>
    /// <exception cref="DecryptionFailedException">It was changed, belongs to another place, or its key is gone.</exception>
    /// <exception cref="InvalidOperationException">It was read by something that does not know its place.</exception>
    public T Value
    {
        get
        {
            if (!_hasValue)
            {
                var cipher = _cipher ?? throw new InvalidOperationException(
                    "The field was read without its place. Add UseEncryptedFields(...) to the context's options, or decrypt it with FieldCipher.");
                _value = cipher.Decrypt<T>(_envelope, _place);
                _hasValue = true;
            }

            return _value!;
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Envelope => _envelope is null ? default(ReadOnlyMemory<byte>?) : _envelope;

    /// <summary>Holds a value that is not stored yet.</summary>
    /// <param name="value">The value.</param>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is the alternate.")]
    public static implicit operator Encrypted<T>(T value) => new(value);

    /// <inheritdoc/>
    public void Seal(FieldCipher cipher, FieldPlace place)
    {
        ArgumentNullException.ThrowIfNull(cipher);
        if (_envelope is not null && _cipher is not null && _place == place)
        {
            return;
        }

        _envelope = cipher.Encrypt(Value, place);
        (_cipher, _place) = (cipher, place);
    }

    /// <inheritdoc/>
    public IEncryptedField Copy() => new Encrypted<T>(Value);

    /// <inheritdoc/>
    public void Bind(FieldCipher cipher, FieldPlace place)
    {
        ArgumentNullException.ThrowIfNull(cipher);
        (_cipher, _place) = (cipher, place);
    }

    /// <summary>Never the value.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => "Encrypted";
}
