using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

/// <summary>Puts the sealing between Data Protection and the place the host named for its keys, after everything else has been configured.</summary>
internal sealed class SealedKeySetUp(KeySealer sealer, ILogger<SealedKeyRepository> logger, bool acceptsUnsealedKeys) : IPostConfigureOptions<KeyManagementOptions>
{
    public void PostConfigure(string? name, KeyManagementOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.XmlRepository is not { } place)
        {
            throw new SecurityKitConfigurationException(
                ["ProtectKeysWithSecurityKit() has no place for the keys: name it with PersistKeysToFileSystem(...) or another PersistKeysTo... of AddDataProtection()."]);
        }

        options.XmlEncryptor = new SealedXmlEncryptor(sealer);
        options.XmlRepository = place is IDeletableXmlRepository deletable
            ? new DeletableSealedKeyRepository(deletable, logger, acceptsUnsealedKeys)
            : new SealedKeyRepository(place, logger, acceptsUnsealedKeys);
    }
}
