using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.Sessions;

/// <summary>Removes sessions that are over from stores that do not expire by themselves, on one node at a time.</summary>
internal sealed class SessionCleaner(
    ISessionStore store, ISessionStatisticsStore statistics, ILeaseStore leases, IOptionsMonitor<SessionOptions> options, TimeProvider clock, ILogger<SessionCleaner> logger) : PeriodicService(clock)
{
    private const string Job = "sessions.cleanup";

    private readonly string _owner = Guid.NewGuid().ToString("N");

    protected override TimeSpan Interval => options.CurrentValue.CleanUpInterval;

    /// <summary>One run; does nothing while another node holds the job.</summary>
    internal async ValueTask<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var lease = await leases.TryAcquireAsync(Job, _owner, options.CurrentValue.CleanUpInterval, cancellationToken).ConfigureAwait(false);
        if (lease is null)
        {
            return 0;
        }

        var removed = await store.RemoveExpiredAsync(cancellationToken).ConfigureAwait(false);
        await statistics.RemoveExpiredAsync(cancellationToken).ConfigureAwait(false);
        if (removed > 0)
        {
            SessionsLog.CleanedUp(logger, removed);
        }

        return removed;
    }

    protected override async ValueTask RunAsync(CancellationToken cancellationToken) => await RunOnceAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Sessions that are over are refused with or without cleaning; the next run makes up for this one.</summary>
    protected override void OnFailed(Exception exception) => SessionsLog.CleanUpFailed(logger, exception);
}
