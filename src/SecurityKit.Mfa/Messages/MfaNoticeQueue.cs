using Microsoft.Extensions.Logging;

namespace SecurityKit.Mfa;

/// <summary>
/// Sends notices beside the operation they report: a slow or broken carrier neither delays nor undoes a change, which is done and recorded. What does not
/// leave is logged, counted and raised as an event.
/// </summary>
internal sealed class MfaNoticeQueue(
    IAuthenticatorStore store, DestinationProtector destinations, IMfaMessageComposer composer, IMessageSender sender,
    ISecurityEvents events, IOperationContextAccessor context, MfaMetrics metrics, TimeProvider clock, ILogger<MfaNoticeQueue> logger,
    IEnumerable<ISubjectContacts> contacts)
    : WorkQueue<MfaNoticeJob>(events, context, clock)
{
    private const string NoRecipient = "no_recipient";

    protected override string LossEventType => MfaEventTypes.NoticeFailed;

    protected override async ValueTask RunAsync(MfaNoticeJob job, CancellationToken cancellationToken)
    {
        var address = await FindAddressAsync(job.Subject, cancellationToken).ConfigureAwait(false);
        if (address is null || !sender.CanSend(MessageChannel.Email))
        {
            metrics.Notice(job.Notice, NoRecipient);
            await TryRaiseLostAsync(job, NoRecipient, 1, cancellationToken).ConfigureAwait(false);
            return;
        }

        var message = composer.ComposeNotice(address, job.Notice, job.At, ReaderCulture.Of(job.Context));
        await sender.SendAsync(message, cancellationToken).ConfigureAwait(false);
        metrics.Notice(job.Notice, "sent");
    }

    protected override void OnFailed(MfaNoticeJob job, Exception exception)
    {
        MfaLog.NoticeFailed(logger, job.Notice, job.Subject, exception);
        metrics.Notice(job.Notice, NotSent);
    }

    protected override void OnLost(MfaNoticeJob job, string reason)
    {
        MfaLog.NoticeLost(logger, job.Notice, job.Subject, reason);
        metrics.Notice(job.Notice, reason);
    }

    protected override (OperationContext Context, string? Subject, string DataName, string DataValue) Describe(MfaNoticeJob job) =>
        (job.Context, job.Subject, "notice", job.Notice.ToString());

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
}
