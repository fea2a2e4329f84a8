using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using SecurityKit.Crypto;

namespace SecurityKit.AspNetCore;

/// <summary>Seals the secret elements of Data Protection's keys and opens them. Thread-safe.</summary>
internal sealed class KeySealer(IEncryptorProvider encryptors)
{
    internal const string Purpose = "aspnetcore.data_protection.key";
    internal static readonly XName SealedName = "sealedKey";

    private static readonly XmlReaderSettings Plain = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    private readonly IEncryptor _encryptor = encryptors.ForRing(KeyRingNames.DataProtection).ForPurpose(Purpose);

    internal XElement Seal(XElement secret)
    {
        using var plaintext = new MemoryStream(capacity: 4096);
        try
        {
            secret.Save(plaintext, SaveOptions.DisableFormatting);
            var envelope = _encryptor.Encrypt(plaintext.GetBuffer().AsSpan(0, (int)plaintext.Length));
            return new XElement(
                SealedName, new XComment($" Sealed with the key ring {KeyRingNames.DataProtection} of SecurityKit. "), new XElement("envelope", Convert.ToBase64String(envelope)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext.GetBuffer());
        }
    }

    /// <exception cref="CryptographicException">It was changed, belongs elsewhere, or its key is not in use any more.</exception>
    internal XElement Open(XElement sealedKey)
    {
        var plaintext = Decrypt(sealedKey);
        try
        {
            using var stream = new MemoryStream(plaintext, writable: false);
            using var reader = XmlReader.Create(stream, Plain);
            return XElement.Load(reader);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    private byte[] Decrypt(XElement sealedKey)
    {
        try
        {
            return _encryptor.Decrypt(Convert.FromBase64String(sealedKey.Element("envelope")?.Value ?? string.Empty));
        }
        catch (Exception exception) when (exception is DecryptionFailedException or FormatException)
        {
            // What Data Protection takes for a key that cannot be used; anything else would end the request.
            throw new CryptographicException("A key of Data Protection could not be opened.", exception);
        }
    }
}
