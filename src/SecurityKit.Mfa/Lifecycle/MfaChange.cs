namespace SecurityKit.Mfa;

/// <summary>How a change to a subject's factors ended.</summary>
public enum MfaChange
{
    /// <summary>There was nothing to change: no such authenticator, or none at all.</summary>
    NotFound = 0,

    /// <summary>Done, and in force at once.</summary>
    Done,

    /// <summary>Refused: the session's second factor is missing or too old. Verify one with <see cref="MfaManager.VerifyStepUpAsync"/> first.</summary>
    StepUpRequired,

    /// <summary>Refused: a role of the subject demands a further factor, and this is its last one.</summary>
    RequiredByPolicy,
}
