namespace SecurityKit.Sessions;

/// <summary>Makes the events of this package.</summary>
internal static class SessionEvents
{
    internal static SecurityEvent Of(string type, SecurityEventOutcome outcome, SecurityEventSeverity severity, Session session, string? reason) => new()
    {
        Type = type,
        Outcome = outcome,
        Severity = severity,
        Subject = session.Subject,
        Reason = reason,
        Data = new Dictionary<string, string>(StringComparer.Ordinal) { [SessionEventTypes.SessionData] = session.Id.ToString() },
    };

    internal static SecurityEvent Suspicion(Session session, SuspicionAssessment assessment)
    {
        var (reason, severity) = assessment.Action switch
        {
            SuspicionAction.Revoke => ("revoke", SecurityEventSeverity.High),
            SuspicionAction.StepUp => ("step_up", SecurityEventSeverity.Medium),
            _ => ("allow", SecurityEventSeverity.Low),
        };
        var outcome = assessment.Action == SuspicionAction.Allow ? SecurityEventOutcome.Success : SecurityEventOutcome.Denied;
        return Of(SessionEventTypes.Suspicion, outcome, severity, session, reason) with
        {
            Data = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [SessionEventTypes.SessionData] = session.Id.ToString(),
                [SessionEventTypes.ScoreData] = assessment.Score.ToString(System.Globalization.CultureInfo.InvariantCulture),
                [SessionEventTypes.SignalsData] = string.Join(',', assessment.Signals),
            },
        };
    }
}
