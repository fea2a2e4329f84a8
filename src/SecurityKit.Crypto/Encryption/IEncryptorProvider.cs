namespace SecurityKit.Crypto;

/// <summary>Gives encryptors of rings other than <see cref="KeyRingNames.Data"/>. Thread-safe.</summary>
public interface IEncryptorProvider
{
    /// <summary>The encryptor of a ring. Cheap; may be kept.</summary>
    /// <param name="ring">A ring of data keys, see <see cref="CryptoOptions.AddRing"/>.</param>
    /// <returns>The encryptor, without a purpose yet.</returns>
    /// <exception cref="ArgumentException">There is no such ring, or its keys do not encrypt.</exception>
    IEncryptor ForRing(string ring);

    /// <summary>The encryptor for streams of a ring. Cheap; may be kept.</summary>
    /// <param name="ring">A ring of data keys.</param>
    /// <returns>The encryptor, without a purpose yet.</returns>
    /// <exception cref="ArgumentException">There is no such ring, or its keys do not encrypt.</exception>
    IStreamEncryptor StreamsForRing(string ring);
}
