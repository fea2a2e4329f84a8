using Microsoft.Extensions.Hosting;

namespace SecurityKit;

/// <summary>The kit's only work before the start: one service, so that the order holds even where hosted services start concurrently.</summary>
internal sealed class StartupRunner(IEnumerable<IStartupCheck> checks, IEnumerable<IStartupStep> steps) : IHostedLifecycleService
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

        foreach (var step in steps.OrderBy(s => s.Order).ThenBy(s => s.GetType().FullName, StringComparer.Ordinal))
        {
            await step.RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
