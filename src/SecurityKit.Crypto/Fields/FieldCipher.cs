using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>
/// Encrypts single values of rows and documents. A value keeps its JSON type (the text <c>"12345"</c> comes back as a text, never as a number)
/// and is bound to its place. Thread-safe, synchronous and free of I/O.
/// </summary>
public sealed class FieldCipher
{
    /// <summary>The purpose that fields are encrypted for.</summary>
    public const string Purpose = "fields";

    private const string IndexPurpose = "fields.index";

    private readonly IEncryptor _encryptor;
    private readonly IKeyedHasher _hasher;
    private readonly FieldValues _values;

    internal FieldCipher(IEncryptor encryptor, IKeyedHasher hasher, FieldValues values)
    {
        _encryptor = encryptor.ForPurpose(Purpose);
        _hasher = hasher;
        _values = values;
    }

    /// <summary>Encrypts a value for its place.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value; null is a value too.</param>
    /// <param name="place">Where it belongs.</param>
    /// <returns>An envelope (docs/formats.md).</returns>
    /// <exception cref="ArgumentException">A text is no valid Unicode and would come back changed; or a part of the place is empty.</exception>
    /// <exception cref="InvalidOperationException">The type is the host's own and was not added to <see cref="FieldOptions.TypeInfoResolvers"/>.</exception>
    public byte[] Encrypt<T>(T value, FieldPlace place)
    {
        var json = _values.ToJson(value);
        try
        {
            return _encryptor.Encrypt(json, place.ToAssociatedData());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
        }
    }

    /// <summary>Decrypts the value of a place.</summary>
    /// <typeparam name="T">The type that was encrypted.</typeparam>
    /// <param name="envelope">What <see cref="Encrypt"/> gave.</param>
    /// <param name="place">Where it was found.</param>
    /// <returns>The value.</returns>
    /// <exception cref="DecryptionFailedException">It was changed, belongs to another place or type, or its key is gone.</exception>
    public T Decrypt<T>(ReadOnlySpan<byte> envelope, FieldPlace place)
    {
        var json = _encryptor.Decrypt(envelope, place.ToAssociatedData());
        try
        {
            return _values.FromJson<T>(json, KeyRingNames.Data, place);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
        }
    }

    /// <summary>
    /// A value to store beside an encrypted one, to find rows by equality. The same for the same value of the same column, under a key of its own
    /// that does not rotate by itself; it tells who reads the table which rows are equal, and nothing else.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="value">The value, in one spelling: fold case and trim before, where that does not matter.</param>
    /// <returns>32 bytes.</returns>
    public byte[] BlindIndex(string table, string column, string value)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(value);
        return _hasher.Index(IndexPurpose, FieldPlace.Join(table, column, value));
    }
}
