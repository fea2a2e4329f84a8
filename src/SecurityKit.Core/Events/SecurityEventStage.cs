namespace SecurityKit;

/// <summary>When a sink sees an event, and what its failure means.</summary>
public enum SecurityEventStage
{
    /// <summary>First: keeps the event (audit trail). A failure fails the operation, once the other sinks have seen the event: what cannot be recorded is not reported as done.</summary>
    Record,

    /// <summary>Second: acts on the event (revokes sessions after a password change), also when it could not be recorded. A failure fails the operation.</summary>
    React,

    /// <summary>Last: looks on (logs, metrics, alerts). A failure is logged and swallowed.</summary>
    Observe,
}
