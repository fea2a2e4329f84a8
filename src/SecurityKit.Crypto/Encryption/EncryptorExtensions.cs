using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>Arrays and text on top of <see cref="IEncryptor"/>.</summary>
public static class EncryptorExtensions
{
    /// <summary>Encrypts into a new array.</summary>
    /// <param name="encryptor">The encryptor.</param>
    /// <param name="plaintext">The data.</param>
    /// <param name="associatedData">What the data belongs to.</param>
    /// <returns>The envelope.</returns>
    public static byte[] Encrypt(this IEncryptor encryptor, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData = default)
    {
        ArgumentNullException.ThrowIfNull(encryptor);
        var writer = new WholeArrayWriter();
        encryptor.Encrypt(plaintext, associatedData, writer);
        return writer.ToArray();
    }

    /// <summary>Decrypts into a new array.</summary>
    /// <param name="encryptor">The encryptor.</param>
    /// <param name="envelope">The envelope.</param>
    /// <param name="associatedData">What was given at encryption.</param>
    /// <returns>The data.</returns>
    /// <exception cref="DecryptionFailedException">See <see cref="IEncryptor.Decrypt"/>.</exception>
    public static byte[] Decrypt(this IEncryptor encryptor, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> associatedData = default)
    {
        ArgumentNullException.ThrowIfNull(encryptor);
        var writer = new WholeArrayWriter();
        encryptor.Decrypt(envelope, associatedData, writer);
        return writer.ToArray();
    }

    /// <summary>Encrypts a text into a base64url envelope.</summary>
    /// <param name="encryptor">The encryptor.</param>
    /// <param name="plaintext">The text; must be valid Unicode.</param>
    /// <param name="associatedData">What the text belongs to, as UTF-8.</param>
    /// <returns>The envelope as base64url without padding.</returns>
    public static string EncryptText(this IEncryptor encryptor, string plaintext, string associatedData = "")
    {
        var bytes = EnvelopeText.ToUtf8(plaintext);
        try
        {
            return EnvelopeText.ToText(encryptor.Encrypt(bytes, EnvelopeText.ToUtf8(associatedData)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Decrypts a base64url envelope into a text.</summary>
    /// <param name="encryptor">The encryptor.</param>
    /// <param name="envelope">The envelope as base64url.</param>
    /// <param name="associatedData">What was given at encryption.</param>
    /// <returns>The text.</returns>
    /// <exception cref="DecryptionFailedException">See <see cref="IEncryptor.Decrypt"/>; also when the text is not base64url.</exception>
    public static string DecryptText(this IEncryptor encryptor, string envelope, string associatedData = "")
    {
        var plaintext = encryptor.Decrypt(EnvelopeText.FromText(envelope), EnvelopeText.ToUtf8(associatedData));
        try
        {
            return EnvelopeText.FromUtf8(plaintext);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }
}
