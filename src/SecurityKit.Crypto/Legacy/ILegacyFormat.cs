namespace SecurityKit.Crypto;

/// <summary>Encrypted data of an earlier system: recognised by its look, decrypted with that system's keys. Thread-safe.</summary>
public interface ILegacyFormat
{
    /// <summary>A short, stable name for reports, such as <c>fernet</c>.</summary>
    string Name { get; }

    /// <summary>Whether stored data looks like this format. Does no work with keys; a look is no proof.</summary>
    /// <param name="stored">The stored data.</param>
    /// <returns>Whether <see cref="Decrypt"/> is worth a try.</returns>
    bool IsMine(ReadOnlySpan<byte> stored);

    /// <summary>Decrypts, after checking that the data is authentic.</summary>
    /// <param name="stored">The stored data; not trusted.</param>
    /// <returns>The plaintext.</returns>
    /// <exception cref="DecryptionFailedException">Whatever the reason.</exception>
    byte[] Decrypt(ReadOnlySpan<byte> stored);

    /// <summary>Encrypts in this format, so that a migration can be rolled back without losing what changed since. New data has no use for it.</summary>
    /// <param name="plaintext">The data.</param>
    /// <returns>The data in the earlier format, as it was stored.</returns>
    byte[] Encrypt(ReadOnlySpan<byte> plaintext);
}
