using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SecurityKit.AspNetCore;

/// <summary>Asks a store a question whose answer does not matter, within a time limit. Takes nothing and changes nothing.</summary>
internal sealed class StoreHealthCheck(Func<CancellationToken, ValueTask> probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await probe(cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.GetType().Name, exception);
        }
    }
}
