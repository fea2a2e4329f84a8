using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>The services of password hashing; part of what <c>AddCrypto</c> adds.</summary>
internal static class PasswordHashingRegistration
{
    internal static void AddPasswordHashing(IServiceCollection services)
    {
        services.AddKitOptions<PasswordHashingOptions>(
            PasswordHashingOptions.Section, static (section, options) => section.Bind(options));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<PasswordHashingOptions>, PasswordHashingOptionsValidator>());
        services.TryAddSingleton<HashingCapacity>();
        services.TryAddSingleton<PasswordHashingMetrics>();
        services.TryAddSingleton<Argon2PasswordHashAlgorithm>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPasswordHashAlgorithm, Argon2PasswordHashAlgorithm>(
            static provider => provider.GetRequiredService<Argon2PasswordHashAlgorithm>()));
        Read<BcryptPasswordHashAlgorithm>(services);
        Read<IdentityPasswordHashAlgorithm>(services);
        Read<DjangoPasswordHashAlgorithm>(services);
        Read<PasslibPasswordHashAlgorithm>(services);
        Read<WerkzeugPasswordHashAlgorithm>(services);
        services.TryAddSingleton(static provider => new PasswordPepper(
            provider.GetRequiredService<IOptions<PasswordHashingOptions>>(), provider, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new PasswordHashingCalibrator(
            provider.GetRequiredService<IOptions<PasswordHashingOptions>>(), provider.GetRequiredService<HashingCapacity>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupCheck, PasswordPepperStartupCheck>());
        services.TryAddSingleton<IPasswordHasher, PasswordHasher>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, PasswordHashingPostureCheck>());
    }

    private static void Read<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAlgorithm>(IServiceCollection services)
        where TAlgorithm : class, IPasswordHashAlgorithm =>
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPasswordHashAlgorithm, TAlgorithm>());
}
