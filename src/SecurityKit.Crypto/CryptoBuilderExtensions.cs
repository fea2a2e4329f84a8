using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecurityKit;
using SecurityKit.Crypto;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds encryption, keyed hashes and signing keys.</summary>
public static class CryptoBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="IEncryptor"/>, <see cref="IEncryptorProvider"/>, <see cref="IStreamEncryptor"/>, <see cref="IKeyedHasher"/>, <see cref="ISigningKeyRing"/> and
    /// <see cref="IKeyRingManager"/> over rotating key rings. May be called again; the delegates of all calls apply.
    /// </summary>
    /// <param name="builder">The kit.</param>
    /// <param name="configure">Names the master key and changes defaults.</param>
    /// <returns>The same builder.</returns>
    public static ISecurityKitBuilder AddCrypto(this ISecurityKitBuilder builder, Action<CryptoOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var options = services.AddKitOptions<CryptoOptions>(CryptoOptions.Section, static (section, o) => section.Bind(o));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CryptoOptions>, CryptoOptionsValidator>());
        services.AddStore<IKeyRingStore, InMemoryKeyRingStore>(StorePriority.Volatile);
        services.TryAddSingleton<CryptoMetrics>();
        services.TryAddSingleton<KeyWrapperSource>();
        services.TryAddSingleton<KeyRingRegistry>();
        services.TryAddSingleton<KeyRingKeeper>();
        services.TryAddSingleton<KeyRingManager>();
        services.TryAddSingleton<IKeyRingManager>(static provider => provider.GetRequiredService<KeyRingManager>());
        services.TryAddSingleton<IEncryptorProvider, EncryptorProvider>();
        services.TryAddSingleton(static provider => provider.GetRequiredService<IEncryptorProvider>().ForRing(KeyRingNames.Data));
        services.TryAddSingleton(static provider => provider.GetRequiredService<IEncryptorProvider>().StreamsForRing(KeyRingNames.Data));
        services.TryAddSingleton<DataRewrapper>();
        services.TryAddSingleton<IKeyedHasher, KeyedHasher>();
        services.AddOptions<FieldOptions>();
        services.TryAddSingleton<FieldValues>();
        services.TryAddSingleton(static provider => new FieldCipher(
            provider.GetRequiredService<IEncryptor>(), provider.GetRequiredService<IKeyedHasher>(), provider.GetRequiredService<FieldValues>()));
        services.TryAddSingleton<ISigningKeyRing, SigningKeyRing>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupCheck, MasterKeyStartupCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupStep, KeyRingStartupStep>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, KeyRingService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, KeyRingPostureCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, RotationPeriodPostureCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, RewrapPostureCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, MasterKeyPostureCheck>());
        PasswordHashingRegistration.AddPasswordHashing(services);
        return builder;
    }
}
