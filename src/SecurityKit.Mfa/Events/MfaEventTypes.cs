namespace SecurityKit.Mfa;

/// <summary>The types of the events this package raises.</summary>
public static class MfaEventTypes
{
    /// <summary>An enrolment began; nothing is active yet. Data: authenticator, method.</summary>
    public const string EnrollmentStarted = "mfa.enrollment.started";

    /// <summary>An authenticator was confirmed and is active. Data: authenticator, method, first.</summary>
    public const string AuthenticatorConfirmed = "mfa.authenticator.confirmed";

    /// <summary>An authenticator has another name. Data: authenticator.</summary>
    public const string AuthenticatorRenamed = "mfa.authenticator.renamed";

    /// <summary>A passkey's counter did not rise: there may be a copy of it. The proof was refused. Data: authenticator.</summary>
    public const string PasskeyCloneSuspected = "mfa.passkey.clone_suspected";

    /// <summary>An authenticator was removed, or its removal refused. Data: authenticator.</summary>
    public const string AuthenticatorRemoved = "mfa.authenticator.removed";

    /// <summary>The last active authenticator is gone: sign-in takes one factor again. Also raised when the wish to disable was refused.</summary>
    public const string Disabled = "mfa.disabled";

    /// <summary>New recovery codes replaced the old ones, or the wish was refused.</summary>
    public const string RecoveryCodesRegenerated = "mfa.recovery_codes.regenerated";

    /// <summary>A recovery code was spent. Data: left.</summary>
    public const string RecoveryCodeUsed = "mfa.recovery_code.used";

    /// <summary>A sign-in waits for a further factor, or was refused because none is set up in time. Reason: enrollment_overdue.</summary>
    public const string ChallengeCreated = "mfa.challenge.created";

    /// <summary>A code was handed to the carrier, or was not. Data: method, authenticator. Reasons of refusal: throttled, not_sent.</summary>
    public const string CodeSent = "mfa.code.sent";

    /// <summary>A device was marked as trusted, or the wish was refused. Data: device.</summary>
    public const string DeviceTrusted = "mfa.device.trusted";

    /// <summary>A trusted device stood in for a further factor. Data: device.</summary>
    public const string DeviceUsed = "mfa.device.used";

    /// <summary>Trusted devices were revoked. Data: device, or count.</summary>
    public const string DeviceRevoked = "mfa.device.revoked";

    /// <summary>A subject was not told of a change. Data: notice, count. Reasons: no_recipient, not_sent; lost in the queue: queue_full (with a count, for any subject), stopped.</summary>
    public const string NoticeFailed = "mfa.notice.failed";

    /// <summary>An operator gave a subject its guesses back.</summary>
    public const string GuessesRestored = "mfa.guesses.restored";

    /// <summary>A code was verified or refused. Data: method. Reasons of refusal: invalid, replayed, throttled.</summary>
    public const string Verification = "mfa.verification";
}
