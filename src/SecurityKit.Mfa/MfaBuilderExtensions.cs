using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecurityKit;
using SecurityKit.Mfa;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds further factors to the kit.</summary>
public static class MfaBuilderExtensions
{
    /// <summary>Adds <see cref="MfaManager"/> and what it needs. May be called again, before or after the other <c>Add...</c> calls.</summary>
    /// <param name="builder">The kit's builder.</param>
    /// <param name="configure">Sets options on top of the configuration section <c>SecurityKit:Mfa</c>.</param>
    /// <returns>The same builder.</returns>
    public static ISecurityKitBuilder AddMfa(this ISecurityKitBuilder builder, Action<MfaOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var options = services.AddKitOptions<MfaOptions>(MfaOptions.Section, static (section, o) => section.Bind(o));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MfaOptions>, MfaOptionsValidator>());
        services.AddStore<IAuthenticatorStore, InMemoryAuthenticatorStore>(StorePriority.Volatile);
        services.AddStore<IMfaChallengeStore, InMemoryMfaChallengeStore>(StorePriority.Volatile);
        services.AddStore<IOneTimeCodeStore, InMemoryOneTimeCodeStore>(StorePriority.Volatile);
        services.AddStore<ITrustedDeviceStore, InMemoryTrustedDeviceStore>(StorePriority.Volatile);
        services.AddStore<IPasskeyPromptStore, InMemoryPasskeyPromptStore>(StorePriority.Volatile);
        AddShared(services);
        AddFactors(services);
        AddFlows(services);
        AddPasskeys(services);
        AddPosture(services);
        return builder;
    }

    private static void AddShared(IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new MfaMetrics(provider.GetService<System.Diagnostics.Metrics.IMeterFactory>()));
        services.TryAddSingleton<IMfaMessageComposer, TextMfaMessageComposer>();
        services.TryAddSingleton<DestinationProtector>();
        services.TryAddSingleton<MfaNoticeQueue>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MfaNoticeQueue>(p => p.GetRequiredService<MfaNoticeQueue>()));
        services.TryAddSingleton<MfaAnnouncer>();
        services.TryAddSingleton<GuessBudget>();
        services.TryAddSingleton<DeliveryBudget>();
        services.TryAddSingleton<MfaPolicy>();
        services.TryAddSingleton<StepUpRule>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISubjectFactors, EnrolledFactors>());
    }

    private static void AddFactors(IServiceCollection services)
    {
        services.TryAddSingleton<FactorVerification>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFactor, TotpFactor>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFactor, RecoveryCodeFactor>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFactor, SmsFactor>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFactor, EmailFactor>());
    }

    private static void AddFlows(IServiceCollection services)
    {
        services.TryAddSingleton<CodeSender>();
        services.TryAddSingleton<PendingAuthenticators>();
        services.TryAddSingleton<EnrollmentService>();
        services.TryAddSingleton<SentCodeEnrollmentService>();
        services.TryAddSingleton<TrustedDeviceService>();
        services.TryAddSingleton<SignInService>();
        services.TryAddSingleton<LifecycleService>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISecurityEventSink, AccountEventSink>());
        services.TryAddSingleton(static provider => new MfaManager(
            provider.GetRequiredService<IAuthenticatorStore>(), provider.GetRequiredService<EnrollmentService>(),
            provider.GetRequiredService<SentCodeEnrollmentService>(), provider.GetRequiredService<SignInService>(),
            provider.GetRequiredService<LifecycleService>(), provider.GetRequiredService<TrustedDeviceService>(),
            provider.GetRequiredService<MfaPolicy>(), provider.GetRequiredService<StepUpRule>()));
    }

    private static void AddPasskeys(IServiceCollection services)
    {
        services.TryAddSingleton<PasskeySupport>();
        services.TryAddSingleton<PasskeyPrompts>();
        services.TryAddSingleton<PasskeyProtector>();
        services.TryAddSingleton<PasskeyVerifier>();
        services.TryAddSingleton<PasskeyEnrollmentService>();
        services.TryAddSingleton<PasskeySignInService>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFactor, PasskeyFactor>());
        services.TryAddSingleton(static provider => new PasskeyManager(
            provider.GetRequiredService<PasskeySupport>(), provider.GetRequiredService<PasskeyEnrollmentService>(),
            provider.GetRequiredService<PasskeySignInService>(), provider.GetRequiredService<SignInService>()));
    }

    private static void AddPosture(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, MfaPolicyCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, MfaNoticeCheck>());
    }
}
