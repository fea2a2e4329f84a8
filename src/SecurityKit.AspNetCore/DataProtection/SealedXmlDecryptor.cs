using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.AspNetCore;

/// <summary>Opens what <see cref="SealedXmlEncryptor"/> sealed. Made by Data Protection, from the name of the type that stands beside the sealed key: that name stays.</summary>
internal sealed class SealedXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        ArgumentNullException.ThrowIfNull(encryptedElement);
        var sealer = services.GetService<KeySealer>()
            ?? throw new InvalidOperationException("A key of Data Protection is sealed by SecurityKit: add AddDataProtection().ProtectKeysWithSecurityKit().");
        return sealer.Open(encryptedElement);
    }
}
