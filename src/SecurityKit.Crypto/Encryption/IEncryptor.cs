using System.Buffers;

namespace SecurityKit.Crypto;

/// <summary>
/// Encrypts and decrypts small data with the key ring's active key. Thread-safe, synchronous and free of I/O: it works on a snapshot
/// of the key ring that is loaded before the host starts.
/// </summary>
public interface IEncryptor
{
    /// <summary>What this encryptor's data is for. Data of one purpose does not decrypt under another.</summary>
    string Purpose { get; }

    /// <summary>An encryptor for one purpose, such as <c>mfa.totp.secret</c>. Cheap; the result may be kept.</summary>
    /// <param name="purpose">1 to 128 characters of visible ASCII. Appended to this encryptor's own purpose, where it has one.</param>
    /// <returns>The encryptor.</returns>
    IEncryptor ForPurpose(string purpose);

    /// <summary>Encrypts into an envelope.</summary>
    /// <param name="plaintext">The data, at most 1 GiB; use streams for files.</param>
    /// <param name="associatedData">What the data belongs to (row, field, subject): not stored, must be the same for decryption.</param>
    /// <param name="destination">Receives the envelope.</param>
    void Encrypt(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> destination);

    /// <summary>Decrypts an envelope.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="associatedData">What was given at encryption.</param>
    /// <param name="destination">Receives the data; nothing is written when decryption fails.</param>
    /// <exception cref="DecryptionFailedException">The envelope is not one, was changed, is of another purpose or other associated data, or its key is gone. Which of these is not told.</exception>
    void Decrypt(ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> destination);
}
