using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging;

namespace SecurityKit.AspNetCore;

/// <summary>Keeps only keys that are sealed, and gives back only such, unless the host takes over keys of before.</summary>
internal class SealedKeyRepository(IXmlRepository place, ILogger<SealedKeyRepository> logger, bool acceptsUnsealedKeys) : IXmlRepository
{
    /// <summary>Where they are, with everything that lies there.</summary>
    internal IXmlRepository Place { get; } = place;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var elements = Place.GetAllElements();
        return acceptsUnsealedKeys ? elements : [.. elements.Where(IsTaken)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        if (KeyElement.IsKey(element) && !KeyElement.IsSealed(element))
        {
            throw new InvalidOperationException("A key of Data Protection was about to be kept unsealed, so it was not kept. Something replaced the encryptor of ProtectKeysWithSecurityKit().");
        }

        Place.StoreElement(KeyElement.WithoutVersions(element), friendlyName);
    }

    private bool IsTaken(XElement element)
    {
        if (!KeyElement.IsKey(element) || KeyElement.IsSealed(element))
        {
            return true;
        }

        // Whoever can write there chooses the text; only an id goes into the log.
        WebLog.UnsealedKeyPassedOver(logger, Guid.TryParse((string?)element.Attribute("id"), out var id) ? id : Guid.Empty);
        return false;
    }
}
