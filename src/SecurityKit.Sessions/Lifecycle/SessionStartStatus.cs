namespace SecurityKit.Sessions;

/// <summary>How starting a session ended.</summary>
public enum SessionStartStatus
{
    /// <summary>Refused: the subject has as many sessions as it may have, and the host chose to refuse rather than to evict.</summary>
    LimitReached = 0,

    /// <summary>Refused: all sessions of the subject were revoked after a factor of this sign-in had been proven. Sign in again.</summary>
    RevokedMeanwhile,

    /// <summary>Refused: too suspicious by the host's policy; see <see cref="SessionStartResult.Assessment"/>.</summary>
    Suspicious,

    /// <summary>The session exists.</summary>
    Created,
}
