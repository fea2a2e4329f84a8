using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecurityKit;
using SecurityKit.Crypto;
using SecurityKit.Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds sessions and tokens.</summary>
public static class SessionsBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="SessionManager"/>, <see cref="RefreshManager"/>, <see cref="TokenIssuer"/>, <see cref="TokenValidator"/>,
    /// <see cref="DpopValidator"/>, <see cref="SessionAnalytics"/> and <see cref="JsonWebKeySet"/>. Needs <c>AddCrypto</c> for the signing keys. May be called again and in any order.
    /// </summary>
    /// <param name="builder">The kit's builder.</param>
    /// <param name="configure">Changes the options, after configuration.</param>
    /// <returns>The builder.</returns>
    public static ISecurityKitBuilder AddSessions(this ISecurityKitBuilder builder, Action<SessionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var options = services.AddKitOptions<SessionOptions>(SessionOptions.Section, static (section, o) => section.Bind(o));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionOptions>, SessionOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionOptions>, SigningGraceValidator>());
        services.AddStore<ISessionStore, InMemorySessionStore>(StorePriority.Volatile);
        services.AddStore<ISessionStatisticsStore, InMemorySessionStatisticsStore>(StorePriority.Volatile);
        services.TryAddSingleton<SessionTallies>();
        services.TryAddSingleton<SessionMetrics>();
        services.TryAddSingleton<DeviceRecognizer>();
        services.TryAddSingleton<SuspicionDetector>();
        services.TryAddSingleton<DpopNonces>();
        services.TryAddSingleton<BackchannelDispatcher>();
        services.TryAddSingleton<SessionEnds>();
        services.TryAddSingleton(static provider => new SessionManager(
            provider.GetRequiredService<ISessionStore>(), provider.GetRequiredService<ISecurityEvents>(),
            provider.GetRequiredService<IOperationContextAccessor>(), provider.GetRequiredService<IOptionsMonitor<SessionOptions>>(),
            provider.GetRequiredService<DeviceRecognizer>(), provider.GetRequiredService<SuspicionDetector>(),
            provider.GetRequiredService<SessionEnds>(), provider.GetRequiredService<SessionMetrics>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SessionManager>>()));
        services.TryAddSingleton(static provider => new RefreshManager(
            provider.GetRequiredService<ISessionStore>(), provider.GetRequiredService<SessionManager>(), provider.GetRequiredService<ISecurityEvents>(),
            provider.GetRequiredService<IOptionsMonitor<SessionOptions>>(), provider.GetRequiredService<SessionEnds>(),
            provider.GetRequiredService<SessionMetrics>(), provider.GetRequiredService<ILogger<RefreshManager>>()));
        services.TryAddSingleton(static provider => new TokenIssuer(
            provider.GetRequiredService<ISigningKeyRing>(), provider.GetRequiredService<IOptionsMonitor<SessionOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new TokenValidator(
            provider.GetRequiredService<ISessionStore>(), provider.GetRequiredService<SessionManager>(), provider.GetRequiredService<ISecurityEvents>(),
            provider.GetRequiredService<ISigningKeyRing>(), provider.GetRequiredService<IOptionsMonitor<SessionOptions>>(),
            provider.GetRequiredService<DpopValidator>(), provider.GetRequiredService<SessionMetrics>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<TokenValidator>>()));
        services.TryAddSingleton(static provider => new DpopValidator(
            provider.GetRequiredService<ICounterStore>(), provider.GetRequiredService<DpopNonces>(),
            provider.GetRequiredService<IOptionsMonitor<SessionOptions>>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DpopValidator>>()));
        services.TryAddSingleton(static provider => new SessionAnalytics(
            provider.GetRequiredService<ISessionStatisticsStore>(), provider.GetRequiredService<ISessionStore>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new JsonWebKeySet(provider.GetRequiredService<ISigningKeyRing>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISecurityEventSink, SessionRevocationSink>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, SessionTimeoutPostureCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, SessionOutagePostureCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, SessionStorePostureCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SessionCleaner>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SessionTallies>(
            static provider => provider.GetRequiredService<SessionTallies>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, BackchannelDispatcher>(
            static provider => provider.GetRequiredService<BackchannelDispatcher>()));
        return builder;
    }
}
