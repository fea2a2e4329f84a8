using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace SecurityKit.AspNetCore;

/// <summary>What an element that Data Protection keeps says about how its secret is kept.</summary>
internal static class KeyElement
{
    private const string DecryptorAttribute = "decryptorType";

    /// <summary>Where the framework's own keys have their secret, and the mark of others that is to be encrypted.</summary>
    private const string PlainElement = "masterKey";
    private const string PlainMark = "requiresEncryption";

    private static readonly XName EncryptedSecret = XNamespace.Get("http://schemas.asp.net/2015/03/dataProtection") + "encryptedSecret";
    private static readonly (string Type, string Assembly) Ours = (typeof(SealedXmlDecryptor).FullName!, typeof(SealedXmlDecryptor).Assembly.GetName().Name!);

    /// <summary>A key, rather than a note that one was revoked.</summary>
    internal static bool IsKey(XElement element) => element.Name.LocalName == "key";

    /// <summary>Everything secret in it was sealed by the kit, and nothing beside it.</summary>
    internal static bool IsSealed(XElement key)
    {
        var secrets = key.DescendantsAndSelf(EncryptedSecret).ToArray();
        return secrets.Length > 0 && secrets.All(secret => DecryptorOf(secret) == Ours) && !HasOpenSecret(key);
    }

    /// <summary>Its secret can be read by whoever reads the file.</summary>
    internal static bool IsClear(XElement key)
    {
        var secrets = key.DescendantsAndSelf(EncryptedSecret).ToArray();
        return secrets.Length == 0 || HasOpenSecret(key) || secrets.Any(secret => DecryptorOf(secret).Type == typeof(NullXmlDecryptor).FullName);
    }

    /// <summary>Names the kit's decryptor without a version, so that nodes of an older release read what those of a newer one write.</summary>
    internal static XElement WithoutVersions(XElement key)
    {
        var copy = new XElement(key);
        foreach (var secret in copy.DescendantsAndSelf(EncryptedSecret).Where(secret => DecryptorOf(secret) == Ours))
        {
            secret.SetAttributeValue(DecryptorAttribute, $"{Ours.Type}, {Ours.Assembly}");
        }

        return copy;
    }

    private static bool HasOpenSecret(XElement key) => key.DescendantsAndSelf().Any(
        element => element.Name.LocalName == PlainElement || element.Attributes().Any(attribute => attribute.Name.LocalName == PlainMark));

    private static (string Type, string Assembly) DecryptorOf(XElement secret)
    {
        var parts = ((string?)secret.Attribute(DecryptorAttribute) ?? string.Empty).Split(',', StringSplitOptions.TrimEntries);
        return (parts[0], parts.Length > 1 ? parts[1] : string.Empty);
    }
}
