using System.Buffers.Text;
using System.Text;

namespace SecurityKit.Crypto;

/// <summary>The text form of envelopes: base64url without padding, one spelling only; and texts as their data.</summary>
internal static class EnvelopeText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">It is no valid Unicode.</exception>
    internal static byte[] ToUtf8(string text) => StrictUtf8.GetBytes(text);

    /// <exception cref="DecryptionFailedException">It is not UTF-8.</exception>
    internal static string FromUtf8(byte[] plaintext)
    {
        try
        {
            return StrictUtf8.GetString(plaintext);
        }
        catch (DecoderFallbackException)
        {
            throw new DecryptionFailedException();
        }
    }

    internal static string ToText(byte[] envelope) => Base64Url.EncodeToString(envelope);

    /// <exception cref="DecryptionFailedException">It is not the text form of any envelope.</exception>
    internal static byte[] FromText(string envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        byte[] bytes;
        try
        {
            bytes = Base64Url.DecodeFromChars(envelope);
        }
        catch (FormatException)
        {
            throw new DecryptionFailedException();
        }

        // The decoder forgives spaces, padding and stray bits; one envelope has one text form here.
        return string.Equals(Base64Url.EncodeToString(bytes), envelope, StringComparison.Ordinal) ? bytes : throw new DecryptionFailedException();
    }
}
