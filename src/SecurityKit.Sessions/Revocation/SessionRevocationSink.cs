namespace SecurityKit.Sessions;

/// <summary>Ends a subject's sessions when its password changes or its account goes. A failure fails the operation that changed it.</summary>
internal sealed class SessionRevocationSink(SessionManager sessions) : ISecurityEventSink
{
    public SecurityEventStage Stage => SecurityEventStage.React;

    public async ValueTask WriteAsync(SecurityEvent securityEvent, CancellationToken cancellationToken)
    {
        if (securityEvent.Outcome != SecurityEventOutcome.Success || securityEvent.Subject is not { Length: > 0 } subject)
        {
            return;
        }

        var reason = securityEvent.Type switch
        {
            SecurityEventTypes.PasswordChanged => SessionEndReasons.PasswordChanged,
            SecurityEventTypes.AccountDisabled => SessionEndReasons.AccountDisabled,
            SecurityEventTypes.AccountDeleted => SessionEndReasons.AccountDeleted,
            _ => null,
        };
        if (reason is not null)
        {
            await sessions.RevokeAllAsync(subject, KeptBy(securityEvent), reason, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Only a password change keeps a session; an id that cannot be read keeps none.</summary>
    private static SessionId? KeptBy(SecurityEvent securityEvent) =>
        securityEvent.Type == SecurityEventTypes.PasswordChanged
        && securityEvent.Data.TryGetValue(SecurityEventTypes.KeptSessionData, out var text)
        && SessionId.TryParse(text, null, out var id)
            ? id
            : null;
}
