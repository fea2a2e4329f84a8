using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SecurityKit.Identity;

/// <summary>
/// Makes and sends mails apart from the request that asked for them. When it is full, asking again later is the remedy, and the answer to the person who
/// asked is the same.
/// </summary>
internal sealed class AccountMailQueue(
    AccountMailer mailer, ISecurityEvents events, IOperationContextAccessor context, IdentityMetrics metrics, TimeProvider clock,
    ILogger<AccountMailQueue> logger) : WorkQueue<AccountMailJob>(clock)
{
    protected override async ValueTask RunAsync(AccountMailJob job, CancellationToken cancellationToken)
    {
        try
        {
            metrics.Mail(job.Kind, await mailer.SendAsync(job, cancellationToken).ConfigureAwait(false) ? "sent" : "not_due");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // One mail that fails must not end the queue.
            IdentityLog.MailFailed(logger, job.Kind, exception);
            metrics.Mail(job.Kind, "not_sent");
            await TryRaiseFailedAsync(job, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override void OnLost(AccountMailJob job, string reason)
    {
        IdentityLog.MailLost(logger, job.Kind, reason);
        metrics.Mail(job.Kind, reason);
    }

    protected override ValueTask RaiseLostAsync(AccountMailJob? job, string reason, int count, CancellationToken cancellationToken)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["count"] = count.ToString(CultureInfo.InvariantCulture) };
        if (job is not null)
        {
            context.Current = job.Context;
            data["kind"] = job.Kind.ToString();
        }

        return events.RaiseAsync(
            new SecurityEvent
            {
                Type = IdentityEventTypes.MailFailed,
                Outcome = SecurityEventOutcome.Failure,
                Severity = SecurityEventSeverity.Low,
                Subject = job?.Subject,
                Reason = reason,
                Data = data,
            },
            cancellationToken);
    }

    protected override void OnNotReported(Exception exception) => IdentityLog.MailLossNotReported(logger, exception);

    private async ValueTask TryRaiseFailedAsync(AccountMailJob job, CancellationToken cancellationToken)
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
