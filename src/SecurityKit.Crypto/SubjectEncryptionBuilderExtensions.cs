using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecurityKit;
using SecurityKit.Crypto;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds encryption under keys of single subjects, which can be erased.</summary>
public static class SubjectEncryptionBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="ISubjectEncryptor"/>, <see cref="SubjectFieldCipher"/>, <see cref="ISubjectKeyManager"/> and <see cref="IErasureLedger"/>, and with them
    /// <c>AddCrypto</c> and its ring <see cref="KeyRingNames.Subjects"/>, whose former keys decrypt for good. May be called again; the delegates of all calls apply.
    /// </summary>
    /// <param name="builder">The kit.</param>
    /// <param name="configure">Changes defaults, such as the journal's file.</param>
    /// <returns>The same builder.</returns>
    public static ISecurityKitBuilder AddSubjectEncryption(this ISecurityKitBuilder builder, Action<SubjectEncryptionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddCrypto();
        var services = builder.Services;
        var options = services.AddKitOptions<SubjectEncryptionOptions>(SubjectEncryptionOptions.Section, static (section, o) => section.Bind(o));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SubjectEncryptionOptions>, SubjectEncryptionOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<CryptoOptions>, SubjectRingSetUp>());
        services.AddStore<ISubjectKeyStore, InMemorySubjectKeyStore>(StorePriority.Volatile);
        services.TryAddSingleton<SubjectHandles>();
        services.TryAddSingleton<SubjectKeyWrapping>();
        services.TryAddSingleton<SubjectKeyCache>();
        services.TryAddSingleton<SubjectKeyring>();
        services.TryAddSingleton(static provider => new SubjectEncryptor(
            provider.GetRequiredService<SubjectKeyring>(), string.Empty, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<CryptoMetrics>(),
            provider.GetRequiredService<ILogger<SubjectEncryptor>>()));
        services.TryAddSingleton<ISubjectEncryptor>(static provider => provider.GetRequiredService<SubjectEncryptor>());
        services.TryAddSingleton(static provider => new SubjectFieldCipher(provider.GetRequiredService<ISubjectEncryptor>(), provider.GetRequiredService<FieldValues>()));
        services.TryAddSingleton<ErasureLedgerFormat>();
        services.TryAddSingleton<ErasureJournals>();
        services.TryAddSingleton<ErasureLedger>();
        services.TryAddSingleton<IErasureLedger>(static provider => provider.GetRequiredService<ErasureLedger>());
        services.TryAddSingleton<SubjectEraser>();
        services.TryAddSingleton<ISubjectKeyManager, SubjectKeyManager>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISecurityEventSink, SubjectErasureSink>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupStep, ErasureJournalStartupStep>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, SubjectErasurePostureCheck>());
        return builder;
    }
}
