using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Samples.Worker;

/// <summary>Rotates the data key at the worker's own pace; the kit by itself does so every 30 days.</summary>
internal sealed class RotationJob(
    IKeyRingManager keys, ReadingStore readings, IOptions<WorkerOptions> options, ILeaseStore leases, TimeProvider clock, ILogger<RotationJob> logger)
    : LeasedJob("worker.rotation", options.Value.RotateEvery, leases, clock, logger)
{
    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        var next = await keys.RotateAsync(KeyRingNames.Data, "worker_schedule", cancellationToken);
        WorkerLog.Rotated(logger, next.Version, next.ActivatesAt, await readings.CountReadableAsync(cancellationToken));
    }
}
