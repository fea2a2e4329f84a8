using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SecurityKit.Mfa;

/// <summary>
/// Sends notices beside the operation they report: a slow or broken carrier neither delays nor undoes a change. What does not leave is
/// logged, counted and raised as an event.
/// </summary>
internal sealed class MfaNoticeQueue(
    IAuthenticatorStore store, DestinationProtector destinations, IMfaMessageComposer composer, IMessageSender sender,
    ISecurityEvents events, IOperationContextAccessor context, MfaMetrics metrics, TimeProvider clock, ILogger<MfaNoticeQueue> logger,
    IEnumerable<ISubjectContacts> contacts)
    : WorkQueue<MfaNoticeJob>(clock)
{
    protected override async ValueTask RunAsync(MfaNoticeJob job, CancellationToken cancellationToken)
    {
        context.Current = job.Context;
        try
        {
            var address = await FindAddressAsync(job.Subject, cancellationToken).ConfigureAwait(false);
            if (address is null || !sender.CanSend(MessageChannel.Email))
            {
                metrics.Notice(job.Notice, "no_recipient");
                await RaiseLostAsync(job, "no_recipient", 1, cancellationToken).ConfigureAwait(false);
                return;
            }

            var message = composer.ComposeNotice(address, job.Notice, job.At, ReaderCulture.Of(job.Context));
            await sender.SendAsync(message, cancellationToken).ConfigureAwait(false);
            metrics.Notice(job.Notice, "sent");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The change itself is done and recorded; one notice that fails must not stop the others.
            MfaLog.NoticeFailed(logger, job.Notice, job.Subject, exception);
            metrics.Notice(job.Notice, "not_sent");
            await TryReportAsync(job, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override void OnLost(MfaNoticeJob job, string reason)
    {
        MfaLog.NoticeLost(logger, job.Notice, job.Subject, reason);
        metrics.Notice(job.Notice, reason);
    }

    protected override ValueTask RaiseLostAsync(MfaNoticeJob? job, string reason, int count, CancellationToken cancellationToken)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["count"] = count.ToString(CultureInfo.InvariantCulture) };
        if (job is not null)
        {
            context.Current = job.Context;
            data["notice"] = job.Notice.ToString();
        }

        return events.RaiseAsync(
            new SecurityEvent
            {
                Type = MfaEventTypes.NoticeFailed,
                Outcome = SecurityEventOutcome.Failure,
                Severity = SecurityEventSeverity.Low,
                Subject = job?.Subject,
                Reason = reason,
                Data = data,
            },
            cancellationToken);
    }

    protected override void OnNotReported(Exception exception) => MfaLog.NoticeLossNotReported(logger, exception);

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
            await RaiseLostAsync(job, "not_sent", 1, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            OnNotReported(exception);
        }
    }
}
