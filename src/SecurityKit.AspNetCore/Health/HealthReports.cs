using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Runs the health checks at most once a second however often the route is called: anyone may call it, and each run asks every store.
/// </summary>
internal sealed class HealthReports(HealthCheckService checks, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Reading? _last;

    public void Dispose() => _gate.Dispose();

    internal async ValueTask<HealthReport> ReadAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && IsFresh(last))
        {
            return last.Report;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_last is { } made && IsFresh(made))
            {
                return made.Report;
            }

            var report = await checks.CheckHealthAsync(cancellationToken).ConfigureAwait(false);
            _last = new Reading(report, clock.GetTimestamp());
            return report;
        }
        finally
        {
            _gate.Release();
        }
    }

    private bool IsFresh(Reading reading) => clock.GetElapsedTime(reading.At) < MaxAge;

    private sealed record Reading(HealthReport Report, long At);
}
