namespace SecurityKit.Mfa;

/// <summary>What came of one code, budgets included.</summary>
/// <param name="Status">The finding.</param>
/// <param name="AuthenticatorId">Which authenticator the code belonged to, where one did.</param>
/// <param name="Step">The TOTP step still to be spent with an activation; else -1.</param>
/// <param name="RetryAfter">Set when the budget is used up and the code was not looked at.</param>
internal sealed record FactorVerdict(FactorStatus Status, string? AuthenticatorId = null, long Step = -1, TimeSpan? RetryAfter = null)
{
    /// <summary>What was proven, where one method of ours proves one of several; else null.</summary>
    internal string? ProvenMethod { get; init; }

    /// <summary>The refusal as the caller sees it; null when the code was right.</summary>
    internal MfaVerification? ToRefusal() => this switch
    {
        { RetryAfter: { } retryAfter } => new MfaVerification.Throttled(retryAfter),
        { Status: FactorStatus.Verified } => null,
        { Status: FactorStatus.Replayed } => new MfaVerification.Replayed(),
        _ => new MfaVerification.Invalid(),
    };
}
