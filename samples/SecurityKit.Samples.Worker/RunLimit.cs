using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SecurityKit.Samples.Worker;

/// <summary>Ends the worker after <see cref="WorkerOptions.RunFor"/>, where that is set.</summary>
internal sealed class RunLimit(IOptions<WorkerOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.RunFor is { } time)
        {
            await Task.Delay(time, clock, stoppingToken);
            lifetime.StopApplication();
        }
    }
}
