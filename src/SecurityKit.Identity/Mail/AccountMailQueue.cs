using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SecurityKit.Identity;

/// <summary>
/// Makes and sends mails apart from the request that asked for them. Bounded: when it is full, asking again later is the remedy,
/// and the answer to the person who asked is the same.
/// </summary>
internal sealed class AccountMailQueue(AccountMailer mailer, ILogger<AccountMailQueue> logger) : BackgroundService
{
    private const int Capacity = 1000;

    private readonly Channel<AccountMailJob> _jobs =
        Channel.CreateBounded<AccountMailJob>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    internal void Enqueue(AccountMailJob job)
    {
        if (!_jobs.Writer.TryWrite(job))
        {
            IdentityLog.MailQueueFull(logger, job.Kind);
        }
    }

    /// <summary>Does what is waiting now.</summary>
    internal async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (_jobs.Reader.TryRead(out var job))
        {
            await RunAsync(job, cancellationToken).ConfigureAwait(false);
        }
    }

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
            // The host stops, or is disposed of without.
        }
    }

    private async Task RunAsync(AccountMailJob job, CancellationToken cancellationToken)
    {
        try
        {
            await mailer.SendAsync(job, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // One mail that fails must not end the queue.
            IdentityLog.MailFailed(logger, job.Kind, exception);
        }
    }
}
