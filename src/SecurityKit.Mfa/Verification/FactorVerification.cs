namespace SecurityKit.Mfa;

/// <summary>Verifies codes: takes the guess from its budget first, asks the factor, reports what happened.</summary>
internal sealed class FactorVerification(
    IEnumerable<IFactor> factors, GuessBudget budget, ISecurityEvents events, MfaMetrics metrics)
{
    private readonly Dictionary<MfaMethod, IFactor> _factors = factors.ToDictionary(factor => factor.Method);

    /// <summary>Verifies one code. Null stands for a method that is not set up, which counts as a wrong code without costing a guess.</summary>
    internal ValueTask<FactorVerdict> VerifyAsync(
        string subject, MfaMethod method, string? code, IReadOnlyList<Authenticator>? candidates, string scope,
        CancellationToken cancellationToken) =>
        MfaTracing.Spans.RunAsync(
            "securitykit.mfa.verify",
            (verification: this, subject, method, code, candidates, scope, cancellationToken),
            static s => s.verification.VerifyCodeAsync(s.subject, s.method, s.code, s.candidates, s.scope, s.cancellationToken),
            static verdict => verdict.RetryAfter is null ? verdict.Status.ToString() : "Throttled",
            MfaTracing.MethodTag(method));

    private async ValueTask<FactorVerdict> VerifyCodeAsync(
        string subject, MfaMethod method, string? code, IReadOnlyList<Authenticator>? candidates, string scope,
        CancellationToken cancellationToken)
    {
        if (!_factors.TryGetValue(method, out var factor))
        {
            throw new ArgumentOutOfRangeException(nameof(method));
        }

        if (candidates is null || factor.Normalize(code) is not { } normalized)
        {
            await ReportAsync(subject, method, "invalid", cancellationToken).ConfigureAwait(false);
            return new FactorVerdict(FactorStatus.Invalid);
        }

        var permit = await budget.TakeAsync(subject, method, cancellationToken).ConfigureAwait(false);
        if (!permit.Taken)
        {
            await ReportAsync(subject, method, "throttled", cancellationToken).ConfigureAwait(false);
            return new FactorVerdict(FactorStatus.Invalid, RetryAfter: permit.RetryAfter);
        }

        var result = await factor.VerifyAsync(new FactorAttempt(subject, candidates, normalized, scope), cancellationToken)
            .ConfigureAwait(false);
        if (result.Status != FactorStatus.Verified)
        {
            await ReportAsync(subject, method, result.Status == FactorStatus.Replayed ? "replayed" : "invalid", cancellationToken)
                .ConfigureAwait(false);
            return new FactorVerdict(result.Status);
        }

        await budget.GiveBackAsync(subject, method, cancellationToken).ConfigureAwait(false);
        await ReportAsync(subject, method, reason: null, cancellationToken).ConfigureAwait(false);
        return new FactorVerdict(FactorStatus.Verified, result.AuthenticatorId, result.Step) { ProvenMethod = result.ProvenMethod };
    }

    /// <summary>Reports what became of a proof. Without a subject it was not even found out whose it was.</summary>
    internal ValueTask ReportAsync(string? subject, MfaMethod method, string? reason, CancellationToken cancellationToken)
    {
        var name = MfaMethods.NameOf(method);
        metrics.Verified(name, reason ?? "verified");
        return events.RaiseAsync(
            new SecurityEvent
            {
                Type = MfaEventTypes.Verification,
                Outcome = reason switch
                {
                    null => SecurityEventOutcome.Success,
                    "throttled" => SecurityEventOutcome.Denied,
                    _ => SecurityEventOutcome.Failure,
                },
                Severity = reason switch
                {
                    null => SecurityEventSeverity.Informational,
                    "invalid" => SecurityEventSeverity.Low,
                    _ => SecurityEventSeverity.Medium,
                },
                Subject = subject,
                Reason = reason,
                Data = new Dictionary<string, string>(StringComparer.Ordinal) { ["method"] = name },
            },
            cancellationToken);
    }
}
