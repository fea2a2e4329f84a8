using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecurityKit;
using SecurityKit.Geo;
using SecurityKit.Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds places to networks.</summary>
public static class GeoBuilderExtensions
{
    /// <summary>
    /// Adds an <see cref="IGeoResolver"/> over a file in the MaxMind DB format, so that sessions notice impossible travel. The host does not start
    /// without a usable file; one that takes its place while the host runs is served without a restart. Adds the health check
    /// <c>securitykit.geo</c>. May be called again and in any order; a resolver that the host registered before is asked instead.
    /// </summary>
    /// <param name="builder">The kit's builder.</param>
    /// <param name="configure">Changes the options, after configuration.</param>
    /// <returns>The builder.</returns>
    public static ISecurityKitBuilder AddGeoDatabase(this ISecurityKitBuilder builder, Action<GeoOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var options = services.AddKitOptions<GeoOptions>(GeoOptions.Section, static (section, o) => section.Bind(o));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GeoOptions>, GeoOptionsValidator>());
        services.TryAddSingleton<GeoMetrics>();
        services.TryAddSingleton<GeoDatabase>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGeoResolver, GeoDatabase>(static provider => provider.GetRequiredService<GeoDatabase>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupCheck, GeoStartupCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, GeoPostureCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, GeoReloader>());
        services.AddHealthChecks();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<HealthCheckServiceOptions>, GeoHealthCheckRegistration>());
        return builder;
    }
}
