using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>Text on top of <see cref="ISubjectEncryptor"/>.</summary>
public static class SubjectEncryptorExtensions
{
    /// <summary>Encrypts a text into a base64url envelope; see <see cref="ISubjectEncryptor.EncryptAsync"/>.</summary>
    /// <param name="encryptor">The encryptor.</param>
    /// <param name="subject">Whose text it is.</param>
    /// <param name="plaintext">The text; must be valid Unicode.</param>
    /// <param name="associatedData">What the text belongs to, as UTF-8.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The envelope as base64url without padding.</returns>
    public static async ValueTask<string> EncryptTextAsync(
        this ISubjectEncryptor encryptor, string subject, string plaintext, string associatedData = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(encryptor);
        var bytes = EnvelopeText.ToUtf8(plaintext);
        try
        {
            return EnvelopeText.ToText(await encryptor.EncryptAsync(subject, bytes, EnvelopeText.ToUtf8(associatedData), cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Decrypts a base64url envelope into a text; see <see cref="ISubjectEncryptor.DecryptAsync"/>.</summary>
    /// <param name="encryptor">The encryptor.</param>
    /// <param name="subject">The subject given at encryption.</param>
    /// <param name="envelope">The envelope as base64url.</param>
    /// <param name="associatedData">What was given at encryption.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The text.</returns>
    /// <exception cref="DecryptionFailedException">As <see cref="ISubjectEncryptor.DecryptAsync"/>; also when the text is not base64url.</exception>
    public static async ValueTask<string> DecryptTextAsync(
        this ISubjectEncryptor encryptor, string subject, string envelope, string associatedData = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(encryptor);
        var plaintext = await encryptor.DecryptAsync(subject, EnvelopeText.FromText(envelope), EnvelopeText.ToUtf8(associatedData), cancellationToken).ConfigureAwait(false);
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
