namespace SecurityKit.Sessions;

/// <summary>What validating a session token found.</summary>
public enum SessionValidationStatus
{
    /// <summary>Refused: the text is not a session token.</summary>
    Malformed = 0,

    /// <summary>Refused: there is no such session, it was revoked, or a timeout has passed.</summary>
    Ended,

    /// <summary>Refused: there is such a session, but this is not its secret.</summary>
    WrongSecret,

    /// <summary>Refused: the session is bound to a key of the client, which a session token cannot prove. Its access tokens can.</summary>
    ProofRequired,

    /// <summary>Refused: the store cannot be asked. An unavailable store never means 'not revoked'.</summary>
    StoreUnavailable,

    /// <summary>Refused: the session was revoked because what it did was too suspicious.</summary>
    Suspicious,

    /// <summary>Refused for everything but a step-up: its sign-in was suspicious. The answer holds the session.</summary>
    StepUpRequired,

    /// <summary>The session is live.</summary>
    Valid,
}
