using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SecurityKit.Mfa;

/// <summary>
/// Sends notices beside the operation they report: a slow or broken carrier neither delays nor undoes a change. What does not leave is
/// logged and raised as an event.
/// </summary>
internal sealed class MfaNoticeQueue(
    IAuthenticatorStore store, DestinationProtector destinations, IMfaMessageComposer composer, IMessageSender sender,
    ISecurityEvents events, IOperationContextAccessor context, ILogger<MfaNoticeQueue> logger, IEnumerable<ISubjectContacts> contacts)
    : BackgroundService
{
    private const int Capacity = 1000;

    private readonly Channel<MfaNoticeJob> _jobs = Channel.CreateBounded<MfaNoticeJob>(
        new BoundedChannelOptions(Capacity) { SingleReader = false, FullMode = BoundedChannelFullMode.Wait });

    internal void Enqueue(MfaNoticeJob job)
    {
        if (!_jobs.Writer.TryWrite(job))
        {
            MfaLog.NoticeDropped(logger, job.Notice, job.Subject);
        }
    }

    /// <summary>Sends what waits now, and returns.</summary>
    internal async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        while (_jobs.Reader.TryRead(out var job))
        {
            await SendAsync(job, cancellationToken).ConfigureAwait(false);
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

    private async ValueTask SendAsync(MfaNoticeJob job, CancellationToken cancellationToken)
    {
        context.Current = job.Context;
        try
        {
            var address = await FindAddressAsync(job.Subject, cancellationToken).ConfigureAwait(false);
            if (address is null || !sender.CanSend(MessageChannel.Email))
            {
                await ReportAsync(job, "no_recipient", cancellationToken).ConfigureAwait(false);
                return;
            }

            var message = composer.ComposeNotice(address, job.Notice, job.At, ReaderCulture.Of(job.Context));
            await sender.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The change itself is done and recorded; one notice that fails must not stop the others.
            MfaLog.NoticeFailed(logger, job.Notice, job.Subject, exception);
            await TryReportAsync(job, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<string?> FindAddressAsync(string subject, CancellationToken cancellationToken)
    {
        foreach (var source in contacts)
        {
            if (await source.GetEmailAsync(subject, cancellationToken).ConfigureAwait(false) is { } address)
            {
                return address;
            }
        }

        var set = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        var mail = set.Authenticators.FirstOrDefault(a => a.IsActive && a.Method == MfaMethod.Email);
        return mail is null ? null : destinations.Unprotect(mail);
    }

    private async ValueTask TryReportAsync(MfaNoticeJob job, CancellationToken cancellationToken)
    {
        try
        {
            await ReportAsync(job, "not_sent", cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            MfaLog.NoticeFailed(logger, job.Notice, job.Subject, exception);
        }
    }

    private ValueTask ReportAsync(MfaNoticeJob job, string reason, CancellationToken cancellationToken) => events.RaiseAsync(
        new SecurityEvent
        {
            Type = MfaEventTypes.NoticeFailed,
            Outcome = SecurityEventOutcome.Failure,
            Severity = SecurityEventSeverity.Low,
            Subject = job.Subject,
            Reason = reason,
            Data = new Dictionary<string, string>(StringComparer.Ordinal) { ["notice"] = job.Notice.ToString() },
        },
        cancellationToken);
}
