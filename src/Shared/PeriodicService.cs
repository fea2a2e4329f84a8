using Microsoft.Extensions.Hosting;

namespace SecurityKit;

/// <summary>
/// Does one job again and again while the host runs. A run that fails is told to <see cref="OnFailed"/> and the next one comes all the same: nothing but the
/// host's stop ends it, also where the host is disposed of without one. Runs never overlap.
/// </summary>
internal abstract class PeriodicService(TimeProvider clock) : BackgroundService
{
    /// <summary>The host's clock.</summary>
    protected TimeProvider Clock => clock;

    /// <summary>From one run to the next; asked anew every time, so that it may follow an option.</summary>
    protected abstract TimeSpan Interval { get; }

    /// <summary>Whether the first run comes at once and not after a pause.</summary>
    protected virtual bool RunsAtStart => false;

    /// <summary>One run.</summary>
    protected abstract ValueTask RunAsync(CancellationToken cancellationToken);

    /// <summary>A run has failed for another reason than the host's stop.</summary>
    protected abstract void OnFailed(Exception exception);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            if (RunsAtStart)
            {
                await TryRunAsync(stoppingToken).ConfigureAwait(false);
            }

            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await TryRunAsync(stoppingToken).ConfigureAwait(false);
                if (timer.Period != Interval)
                {
                    timer.Period = Interval;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops, or is disposed of without.
        }
    }

    /// <summary>One run whose failure is told and goes no further, save where the caller gives up.</summary>
    protected async ValueTask TryRunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            OnFailed(exception);
        }
    }
}
