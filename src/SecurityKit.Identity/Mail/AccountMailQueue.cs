using Microsoft.Extensions.Logging;

namespace SecurityKit.Identity;

/// <summary>
/// Makes and sends mails apart from the request that asked for them. When it is full, asking again later is the remedy, and the answer to the person who
/// asked is the same.
/// </summary>
internal sealed class AccountMailQueue(
    AccountMailer mailer, ISecurityEvents events, IOperationContextAccessor context, IdentityMetrics metrics, TimeProvider clock,
    ILogger<AccountMailQueue> logger) : WorkQueue<AccountMailJob>(events, context, clock)
{
    protected override string LossEventType => IdentityEventTypes.MailFailed;

    protected override async ValueTask RunAsync(AccountMailJob job, CancellationToken cancellationToken) =>
        metrics.Mail(job.Kind, await mailer.SendAsync(job, cancellationToken).ConfigureAwait(false) ? "sent" : "not_due");

    protected override void OnFailed(AccountMailJob job, Exception exception)
    {
        IdentityLog.MailFailed(logger, job.Kind, exception);
        metrics.Mail(job.Kind, NotSent);
    }

    protected override void OnLost(AccountMailJob job, string reason)
    {
        IdentityLog.MailLost(logger, job.Kind, reason);
        metrics.Mail(job.Kind, reason);
    }

    protected override (OperationContext Context, string? Subject, string DataName, string DataValue) Describe(AccountMailJob job) =>
        (job.Context, job.Subject, "kind", job.Kind.ToString());

    protected override void OnNotReported(Exception exception) => IdentityLog.MailLossNotReported(logger, exception);
}
