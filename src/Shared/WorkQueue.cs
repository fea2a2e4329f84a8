using System.Threading.Channels;
using Microsoft.Extensions.Hosting;

namespace SecurityKit;

/// <summary>
/// Does jobs one after the other, apart from the operations that asked for them. Bounded, and in memory: what is not taken because the queue is full, and
/// what is not done within <see cref="DrainTime"/> of the host's stop, is lost, and never in silence. Thread-safe.
/// </summary>
internal abstract class WorkQueue<TJob>(TimeProvider clock) : BackgroundService
    where TJob : class
{
    internal const int Capacity = 1_000;

    /// <summary>How long a stopping host waits for what was asked for before.</summary>
    internal static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    private const string QueueFull = "queue_full";
    private const string Stopped = "stopped";

    private static readonly TimeSpan ReportTime = TimeSpan.FromSeconds(5);

    private readonly Channel<TJob> _jobs = Channel.CreateBounded<TJob>(Capacity);
    private int _refused;
    private volatile bool _isStopping;

    internal void Enqueue(TJob job)
    {
        if (_jobs.Writer.TryWrite(job))
        {
            return;
        }

        OnLost(job, _isStopping ? Stopped : QueueFull);

        // Who asks cannot wait for an event to be kept; whoever empties the queue does.
        Interlocked.Increment(ref _refused);
    }

    /// <summary>Does what is waiting now.</summary>
    internal async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && _jobs.Reader.TryRead(out var job))
        {
            try
            {
                await RunAsync(job, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                await LoseAsync([job]).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }

            await ReportRefusedAsync(cancellationToken).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        _jobs.Writer.TryComplete();
        if (ExecuteTask is { } work)
        {
            await work.WaitAsync(DrainTime, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await LoseAsync(Waiting()).ConfigureAwait(false);
    }

    /// <summary>Does one job. What fails is told and goes no further, save where the caller gives up.</summary>
    protected abstract ValueTask RunAsync(TJob job, CancellationToken cancellationToken);

    /// <summary>A job will not be done: logs and counts it.</summary>
    protected abstract void OnLost(TJob job, string reason);

    /// <summary>Raises the event for a job that was lost, or, without one, for as many as were.</summary>
    protected abstract ValueTask RaiseLostAsync(TJob? job, string reason, int count, CancellationToken cancellationToken);

    /// <summary>The event of a loss could not be kept.</summary>
    protected abstract void OnNotReported(Exception exception);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _jobs.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
            {
                await DrainAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Time is up, or the host is disposed of without a stop.
            _isStopping = true;
        }

        await LoseAsync(Waiting()).ConfigureAwait(false);
    }

    private IEnumerable<TJob> Waiting()
    {
        while (_jobs.Reader.TryRead(out var job))
        {
            yield return job;
        }
    }

    private async ValueTask LoseAsync(IEnumerable<TJob> jobs)
    {
        using var limit = new CancellationTokenSource(ReportTime, clock);
        foreach (var job in jobs)
        {
            OnLost(job, Stopped);
            if (!limit.IsCancellationRequested)
            {
                await TryRaiseLostAsync(job, Stopped, 1, limit.Token).ConfigureAwait(false);
            }
        }

        await ReportRefusedAsync(limit.Token).ConfigureAwait(false);
    }

    private async ValueTask ReportRefusedAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _refused, 0) is > 0 and var count)
        {
            await TryRaiseLostAsync(null, _isStopping ? Stopped : QueueFull, count, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask TryRaiseLostAsync(TJob? job, string reason, int count, CancellationToken cancellationToken)
    {
        try
        {
            await RaiseLostAsync(job, reason, count, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            OnNotReported(exception);
        }
    }
}
