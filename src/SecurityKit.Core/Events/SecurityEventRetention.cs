using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit;

/// <summary>Forgets events that are older than the host wants to keep, on one node at a time.</summary>
internal sealed class SecurityEventRetention(
    ISecurityEventStore store, ILeaseStore leases, IOptionsMonitor<SecurityKitOptions> options, TimeProvider clock, ILogger<SecurityEventRetention> logger)
    : BackgroundService
{
    private const string LeaseName = "core.events.retention";

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly string _owner = Guid.NewGuid().ToString("N");

    internal async ValueTask RunOnceAsync(CancellationToken cancellationToken)
    {
        var lease = await leases.TryAcquireAsync(LeaseName, _owner, Interval / 2, cancellationToken).ConfigureAwait(false);
        if (lease is null)
        {
            return;
        }

        var deleted = await store.DeleteBeforeAsync(clock.GetUtcNow() - options.CurrentValue.EventRetention, cancellationToken).ConfigureAwait(false);
        if (deleted > 0)
        {
            CoreLog.EventsForgotten(logger, deleted);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await TryRunAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops, or is disposed of without.
        }
    }

    private async ValueTask TryRunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunOnceAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            CoreLog.EventRetentionFailed(logger, exception);
        }
    }
}
