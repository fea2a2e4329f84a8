using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace SecurityKit.Geo;

/// <summary>Names the health check once, however often the package is added.</summary>
internal sealed class GeoHealthCheckRegistration : IConfigureOptions<HealthCheckServiceOptions>
{
    public void Configure(HealthCheckServiceOptions options) => options.Registrations.Add(new HealthCheckRegistration(
        "securitykit.geo", static provider => new GeoHealthCheck(provider.GetRequiredService<GeoDatabase>()), HealthStatus.Unhealthy, ["securitykit"]));
}
