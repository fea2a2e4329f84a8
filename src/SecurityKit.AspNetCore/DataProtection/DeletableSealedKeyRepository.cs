using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging;

namespace SecurityKit.AspNetCore;

/// <summary>The same over a place that can also delete. What is chosen from is all that lies there, unsealed keys too: deleting them is welcome.</summary>
internal sealed class DeletableSealedKeyRepository(IDeletableXmlRepository place, ILogger<SealedKeyRepository> logger, bool acceptsUnsealedKeys)
    : SealedKeyRepository(place, logger, acceptsUnsealedKeys), IDeletableXmlRepository
{
    public bool DeleteElements(Action<IReadOnlyCollection<IDeletableElement>> chooseElements) => place.DeleteElements(chooseElements);
}
