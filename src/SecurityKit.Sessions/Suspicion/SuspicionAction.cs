namespace SecurityKit.Sessions;

/// <summary>What follows from an assessment.</summary>
public enum SuspicionAction
{
    /// <summary>Nothing but an event.</summary>
    Allow,

    /// <summary>The session is good for nothing until a step-up has added a factor.</summary>
    StepUp,

    /// <summary>No session is started; one that exists ends.</summary>
    Revoke,
}
