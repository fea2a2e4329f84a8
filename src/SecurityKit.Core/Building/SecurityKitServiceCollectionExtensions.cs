using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecurityKit;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The way into the kit.</summary>
public static class SecurityKitServiceCollectionExtensions
{
    /// <summary>Adds the kit's seams with their in-memory defaults. May be called again; later calls change nothing that is there.</summary>
    /// <param name="services">The host's services.</param>
    /// <returns>The builder that the packages' <c>Add...</c> and <c>Use...</c> methods extend.</returns>
    public static ISecurityKitBuilder AddSecurityKit(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddKitOptions<SecurityKitOptions>(SecurityKitOptions.Section, static (section, options) => section.Bind(options));
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IOperationContextAccessor, OperationContextAccessor>();
        services.TryAddSingleton<ISecurityEvents, SecurityEvents>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISecurityEventSink, LoggingSecurityEventSink>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISecurityEventSink, StoringSecurityEventSink>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SecurityEventRetention>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SecurityKitOptions>, SecurityKitOptionsValidator>());
        services.AddStore<ISecurityEventStore, InMemorySecurityEventStore>(StorePriority.Volatile);
        services.AddStore<ICounterStore, InMemoryCounterStore>(StorePriority.Volatile);
        services.AddStore<ILeaseStore, InMemoryLeaseStore>(StorePriority.Volatile);
        services.TryAddSingleton<ChangeSubscriptions>();
        services.AddStore<IChangeFeed, InMemoryChangeFeed>(StorePriority.Volatile);
        services.TryAddSingleton<IMessageSender, RefusingMessageSender>();
        services.TryAddSingleton<PostureEvaluator>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, EnvironmentPostureCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, LastingStoresPostureCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupCheck, VolatileStoreStartupCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StartupRunner>());
        return new SecurityKitBuilder(services);
    }

    /// <summary>As the other overload, for hosts that chain on the service collection.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Adds packages and chooses stores.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddSecurityKit(this IServiceCollection services, Action<ISecurityKitBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(services.AddSecurityKit());
        return services;
    }
}
