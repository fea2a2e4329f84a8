using System.Buffers.Text;

namespace SecurityKit.Crypto;

/// <summary>A Fernet key: 16 bytes that sign and 16 bytes that encrypt. Thread-safe; disposing wipes it.</summary>
public sealed class FernetKey : IDisposable
{
    internal const int PartBytes = 16;
    private const int KeyBytes = 2 * PartBytes;

    private FernetKey(ReadOnlySpan<byte> key)
    {
        Signing = new SecretBuffer(key[..PartBytes]);
        Encryption = new SecretBuffer(key[PartBytes..]);
    }

    internal SecretBuffer Signing { get; }

    internal SecretBuffer Encryption { get; }

    /// <summary>Reads a key.</summary>
    /// <param name="text">32 bytes as base64url with padding, as the earlier system kept it.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The text is not a Fernet key; the message does not repeat it.</exception>
    public static FernetKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<byte> key = stackalloc byte[KeyBytes + 1];
        try
        {
            if (!Base64Url.IsValid(text, out var length) || length != KeyBytes
                || !Base64Url.TryDecodeFromChars(text, key, out _))
            {
                throw new ArgumentException("A Fernet key is 32 bytes as base64url: 44 characters with the padding.", nameof(text));
            }

            return new FernetKey(key[..KeyBytes]);
        }
        finally
        {
            key.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Signing.Dispose();
        Encryption.Dispose();
    }
}
