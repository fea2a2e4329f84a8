using System.Globalization;

namespace SecurityKit.Mfa;

/// <summary>Reports every change of a subject's factors, and every refusal of one.</summary>
internal sealed class MfaAnnouncer(ISecurityEvents events)
{
    internal ValueTask RaiseAsync(
        string type, string subject, string? refusal, CancellationToken cancellationToken, params (string Key, string Value)[] data) =>
        events.RaiseAsync(
            new SecurityEvent
            {
                Type = type,
                Outcome = refusal is null ? SecurityEventOutcome.Success : SecurityEventOutcome.Denied,
                Severity = SeverityOf(type, refusal),
                Subject = subject,
                Reason = refusal,
                Data = data.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal),
            },
            cancellationToken);

    internal ValueTask FactorUsedAsync(string subject, MfaMethod method, int recoveryCodesBefore, CancellationToken cancellationToken) =>
        method == MfaMethod.RecoveryCode
            ? RaiseAsync(
                MfaEventTypes.RecoveryCodeUsed, subject, refusal: null, cancellationToken,
                ("left", (recoveryCodesBefore - 1).ToString(CultureInfo.InvariantCulture)))
            : ValueTask.CompletedTask;

    private static SecurityEventSeverity SeverityOf(string type, string? refusal) => type switch
    {
        MfaEventTypes.EnrollmentStarted or MfaEventTypes.ChallengeCreated => SecurityEventSeverity.Informational,
        MfaEventTypes.Disabled or MfaEventTypes.RecoveryCodeUsed => SecurityEventSeverity.Medium,
        _ => refusal is null ? SecurityEventSeverity.Low : SecurityEventSeverity.Medium,
    };
}
