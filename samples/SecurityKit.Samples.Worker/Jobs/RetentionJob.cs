using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.Samples.Worker;

/// <summary>Deletes readings that are older than they may be.</summary>
internal sealed class RetentionJob(ReadingStore readings, IOptions<WorkerOptions> options, ILeaseStore leases, TimeProvider clock, ILogger<RetentionJob> logger)
    : LeasedJob("worker.retention", TimeSpan.FromSeconds(2), leases, clock, logger)
{
    private readonly TimeProvider _clock = clock;

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        var removed = await readings.RemoveBeforeAsync(_clock.GetUtcNow() - options.Value.KeepReadings, cancellationToken);
        WorkerLog.Removed(logger, removed, await readings.CountReadableAsync(cancellationToken));
    }
}
