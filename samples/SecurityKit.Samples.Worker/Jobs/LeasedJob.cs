using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SecurityKit.Samples.Worker;

/// <summary>Work that one node at a time does, however many run.</summary>
internal abstract class LeasedJob(string name, TimeSpan interval, ILeaseStore leases, TimeProvider clock, ILogger logger) : BackgroundService
{
    private readonly string _owner = Guid.NewGuid().ToString("N");

    protected abstract Task DoAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await leases.TryAcquireAsync(name, _owner, interval, stoppingToken) is not null)
                {
                    await DoAsync(stoppingToken);
                }
            }
            catch (StoreUnavailableException exception)
            {
                // Not now: the next turn tries again, here or on another node.
                WorkerLog.Postponed(logger, name, exception.Message);
            }
        }
    }
}
