using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace SecurityKit.AspNetCore;

/// <summary>Seals the secret part of a new key before it is kept.</summary>
internal sealed class SealedXmlEncryptor(KeySealer sealer) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        ArgumentNullException.ThrowIfNull(plaintextElement);
        return new EncryptedXmlInfo(sealer.Seal(plaintextElement), typeof(SealedXmlDecryptor));
    }
}
