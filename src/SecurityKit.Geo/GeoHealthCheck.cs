using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SecurityKit.Geo;

/// <summary>Degraded while the file is stale or its replacement is refused: lookups are answered all the same. Touches no file.</summary>
internal sealed class GeoHealthCheck(GeoDatabase database) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var condition = database.Condition;
        return Task.FromResult(condition switch
        {
            { IsLoaded: false } => new HealthCheckResult(context.Registration.FailureStatus, condition.Evidence),
            { IsFresh: false } or { Refusal: not null } => HealthCheckResult.Degraded(condition.Evidence),
            _ => HealthCheckResult.Healthy(condition.Evidence),
        });
    }
}
