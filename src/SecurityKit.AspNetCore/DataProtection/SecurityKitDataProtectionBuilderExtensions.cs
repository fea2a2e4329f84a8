using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecurityKit;
using SecurityKit.AspNetCore;
using SecurityKit.Crypto;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts ASP.NET Core's Data Protection on the kit's keys.</summary>
public static class SecurityKitDataProtectionBuilderExtensions
{
    /// <summary>
    /// Seals the keys of Data Protection with the kit's key ring <see cref="KeyRingNames.DataProtection"/> wherever they are kept, so that nobody reads them without the
    /// master key. Keys that the kit did not seal are passed over, in the clear or not: whoever can only write to the place where the keys are cannot bring in a
    /// key of their own. Needs <c>AddCrypto</c> and a place for the keys, such as <c>PersistKeysToFileSystem(...)</c>, in any order; it goes before other
    /// <c>ProtectKeysWith...</c> calls.
    /// </summary>
    /// <param name="builder">The builder that <c>AddDataProtection()</c> returns.</param>
    /// <param name="acceptUnsealedKeys">
    /// Whether keys that were kept before are still read: for the change-over of a host with data that lasts, which takes as long as the last of it is needed.
    /// </param>
    /// <returns>The same builder.</returns>
    public static IDataProtectionBuilder ProtectKeysWithSecurityKit(this IDataProtectionBuilder builder, bool acceptUnsealedKeys = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(static provider => new KeySealer(
            provider.GetService<IEncryptorProvider>()
            ?? throw new SecurityKitConfigurationException(["ProtectKeysWithSecurityKit() seals with a key ring: add services.AddSecurityKit().AddCrypto(...)."])));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<CryptoOptions>, DataProtectionRingSetUp>());
        services.RemoveAll<SealedKeySetUp>();
        services.AddSingleton(provider => new SealedKeySetUp(
            provider.GetRequiredService<KeySealer>(), provider.GetRequiredService<ILogger<SealedKeyRepository>>(), acceptUnsealedKeys));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<KeyManagementOptions>, SealedKeySetUp>(static provider => provider.GetRequiredService<SealedKeySetUp>()));
        return builder;
    }
}
