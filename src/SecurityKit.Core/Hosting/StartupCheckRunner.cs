using Microsoft.Extensions.Hosting;

namespace SecurityKit;

internal sealed class StartupCheckRunner(IEnumerable<IStartupCheck> checks) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var check in checks)
        {
            problems.AddRange(await check.CheckAsync(cancellationToken).ConfigureAwait(false));
        }

        if (problems.Count > 0)
        {
            throw new SecurityKitConfigurationException(problems);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
