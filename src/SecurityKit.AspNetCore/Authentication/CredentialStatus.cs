namespace SecurityKit.AspNetCore;

/// <summary>How reading a credential ended.</summary>
internal enum CredentialStatus
{
    /// <summary>Refused. Also the default.</summary>
    Invalid = 0,

    /// <summary>Refused because it could not be checked: the answer is 503, not 401.</summary>
    Unavailable,

    /// <summary>Refused for the proof of possession beside it.</summary>
    InvalidProof,

    /// <summary>Refused until the proof carries the nonce of the answer.</summary>
    NonceRequired,

    /// <summary>Good for nothing but a step-up: the session's sign-in was suspicious.</summary>
    StepUpRequired,

    /// <summary>Good for nothing but setting up a further factor.</summary>
    EnrollmentRequired,

    /// <summary>Checked and good.</summary>
    Valid,
}
