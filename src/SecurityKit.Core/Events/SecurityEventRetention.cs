using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit;

/// <summary>Forgets events that are older than the host wants to keep, on one node at a time.</summary>
internal sealed class SecurityEventRetention(
    ISecurityEventStore store, ILeaseStore leases, IOptionsMonitor<SecurityKitOptions> options, TimeProvider clock, ILogger<SecurityEventRetention> logger)
    : PeriodicService(clock)
{
    private const string LeaseName = "core.events.retention";

    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly string _owner = Guid.NewGuid().ToString("N");

    protected override TimeSpan Interval => Pause;

    internal async ValueTask RunOnceAsync(CancellationToken cancellationToken)
    {
        var lease = await leases.TryAcquireAsync(LeaseName, _owner, Pause / 2, cancellationToken).ConfigureAwait(false);
        if (lease is null)
        {
            return;
        }

        var deleted = await store.DeleteBeforeAsync(Clock.GetUtcNow() - options.CurrentValue.EventRetention, cancellationToken).ConfigureAwait(false);
        if (deleted > 0)
        {
            CoreLog.EventsForgotten(logger, deleted);
        }
    }

    protected override ValueTask RunAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void OnFailed(Exception exception) => CoreLog.EventRetentionFailed(logger, exception);
}
