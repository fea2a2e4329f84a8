using System.Globalization;

namespace SecurityKit.Mfa;

/// <summary>Reports every change of a subject's factors as an event, and to the subject as a notice; refusals as events only.</summary>
internal sealed class MfaAnnouncer(ISecurityEvents events, MfaNoticeQueue notices, IOperationContextAccessor context, TimeProvider clock)
{
    internal async ValueTask RaiseAsync(
        string type, string subject, string? refusal, CancellationToken cancellationToken, params (string Key, string Value)[] data)
    {
        // First, so that the subject is told of a change that stands also when its event cannot be kept.
        if (refusal is null && NoticeOf(type) is { } notice)
        {
            notices.Enqueue(new MfaNoticeJob(subject, notice, clock.GetUtcNow(), context.Current));
        }

        await events.RaiseAsync(
            new SecurityEvent
            {
                Type = type,
                Outcome = refusal is null ? SecurityEventOutcome.Success : SecurityEventOutcome.Denied,
                Severity = SeverityOf(type, refusal),
                Subject = subject,
                Reason = refusal,
                Data = data.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal),
            },
            cancellationToken).ConfigureAwait(false);
    }

    internal ValueTask FactorUsedAsync(string subject, MfaMethod method, int recoveryCodesBefore, CancellationToken cancellationToken) =>
        method == MfaMethod.RecoveryCode
            ? RaiseAsync(
                MfaEventTypes.RecoveryCodeUsed, subject, refusal: null, cancellationToken,
                ("left", (recoveryCodesBefore - 1).ToString(CultureInfo.InvariantCulture)))
            : ValueTask.CompletedTask;

    private static MfaNotice? NoticeOf(string type) => type switch
    {
        MfaEventTypes.AuthenticatorConfirmed => MfaNotice.AuthenticatorAdded,
        MfaEventTypes.AuthenticatorRemoved => MfaNotice.AuthenticatorRemoved,
        MfaEventTypes.Disabled => MfaNotice.Disabled,
        MfaEventTypes.RecoveryCodesRegenerated => MfaNotice.RecoveryCodesRegenerated,
        MfaEventTypes.RecoveryCodeUsed => MfaNotice.RecoveryCodeUsed,
        MfaEventTypes.DeviceTrusted => MfaNotice.DeviceTrusted,
        _ => null,
    };

    private static SecurityEventSeverity SeverityOf(string type, string? refusal) => type switch
    {
        MfaEventTypes.PasskeyCloneSuspected => SecurityEventSeverity.High,
        MfaEventTypes.AuthenticatorRenamed or MfaEventTypes.EnrollmentStarted or MfaEventTypes.ChallengeCreated or MfaEventTypes.CodeSent when refusal is null =>
            SecurityEventSeverity.Informational,
        MfaEventTypes.Disabled or MfaEventTypes.RecoveryCodeUsed => SecurityEventSeverity.Medium,
        _ => refusal is null ? SecurityEventSeverity.Low : SecurityEventSeverity.Medium,
    };
}
