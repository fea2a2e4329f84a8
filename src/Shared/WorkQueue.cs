using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;

namespace SecurityKit;

/// <summary>
/// Does jobs one after the other, apart from the operations that asked for them. Bounded, and in memory: what is not taken because the queue is full, and
/// what is not done within <see cref="DrainTime"/> of the host's stop, is lost, and never in silence. Thread-safe.
/// </summary>
internal abstract class WorkQueue<TJob>(ISecurityEvents events, IOperationContextAccessor context, TimeProvider clock) : BackgroundService
    where TJob : class
{
    internal const int Capacity = 1_000;

    /// <summary>How long a stopping host waits for what was asked for before.</summary>
    internal static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    /// <summary>The reason, and the outcome in the metrics, of a job that failed.</summary>
    protected const string NotSent = "not_sent";

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
                context.Current = Describe(job).Context;
                await RunAsync(job, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                await LoseAsync([job]).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (Exception exception)
            {
                // One job that fails must not end the queue.
                OnFailed(job, exception);
                await TryRaiseLostAsync(job, NotSent, 1, cancellationToken).ConfigureAwait(false);
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

    /// <summary>The type of the event that tells of losses.</summary>
    protected abstract string LossEventType { get; }

    /// <summary>Does one job.</summary>
    protected abstract ValueTask RunAsync(TJob job, CancellationToken cancellationToken);

    /// <summary>A job was tried and failed: logs and counts it, as <see cref="NotSent"/>.</summary>
    protected abstract void OnFailed(TJob job, Exception exception);

    /// <summary>A job will not be done: logs and counts it.</summary>
    protected abstract void OnLost(TJob job, string reason);

    /// <summary>Whose operation asked for the job, about whom, and what the event of its loss calls it by.</summary>
    protected abstract (OperationContext Context, string? Subject, string DataName, string DataValue) Describe(TJob job);

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

    /// <summary>Raises the event for a job that was lost, or, without one, for as many as were. An event that cannot be kept is told to the log.</summary>
    protected async ValueTask TryRaiseLostAsync(TJob? job, string reason, int count, CancellationToken cancellationToken)
    {
        try
        {
            await events.RaiseAsync(LossOf(job, reason, count), CancellationToken.None).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            OnNotReported(exception);
        }
    }

    private SecurityEvent LossOf(TJob? job, string reason, int count)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["count"] = count.ToString(CultureInfo.InvariantCulture) };
        string? about = null;
        if (job is not null)
        {
            (context.Current, about, var name, var value) = Describe(job);
            data[name] = value;
        }

        return new SecurityEvent
        {
            Type = LossEventType,
            Outcome = SecurityEventOutcome.Failure,
            Severity = SecurityEventSeverity.Low,
            Subject = about,
            Reason = reason,
            Data = data,
        };
    }
}
