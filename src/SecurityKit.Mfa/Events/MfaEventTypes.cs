namespace SecurityKit.Mfa;

/// <summary>The types of the events this package raises.</summary>
public static class MfaEventTypes
{
    /// <summary>An enrolment began; nothing is active yet. Data: authenticator, method.</summary>
    public const string EnrollmentStarted = "mfa.enrollment.started";

    /// <summary>An authenticator was confirmed and is active. Data: authenticator, method, first.</summary>
    public const string AuthenticatorConfirmed = "mfa.authenticator.confirmed";

    /// <summary>An authenticator was removed, or its removal refused. Data: authenticator.</summary>
    public const string AuthenticatorRemoved = "mfa.authenticator.removed";

    /// <summary>The last active authenticator is gone: sign-in takes one factor again. Also raised when the wish to disable was refused.</summary>
    public const string Disabled = "mfa.disabled";

    /// <summary>New recovery codes replaced the old ones, or the wish was refused.</summary>
    public const string RecoveryCodesRegenerated = "mfa.recovery_codes.regenerated";

    /// <summary>A recovery code was spent. Data: left.</summary>
    public const string RecoveryCodeUsed = "mfa.recovery_code.used";

    /// <summary>A sign-in waits for a further factor.</summary>
    public const string ChallengeCreated = "mfa.challenge.created";

    /// <summary>A code was verified or refused. Data: method. Reasons of refusal: invalid, replayed, throttled.</summary>
    public const string Verification = "mfa.verification";
}
