using Microsoft.Extensions.Logging;

namespace SecurityKit.Sessions;

/// <summary>What follows once the store has ended sessions: metrics, one event each, and word to the other nodes and to back-channel receivers.</summary>
internal sealed class SessionEnds(
    ISecurityEvents events, IChangeFeed changes, BackchannelDispatcher backchannel, SessionMetrics metrics, TimeProvider clock, ILogger<SessionEnds> logger)
{
    /// <summary>
    /// Cannot be cancelled: the sessions have ended, whoever still waits. What fails for one keeps nothing from the others and is thrown at the end.
    /// </summary>
    internal async ValueTask AnnounceAsync(IReadOnlyList<Session> ended, string reason)
    {
        var consequences = new Consequences();
        foreach (var session in ended)
        {
            metrics.Ended(reason, clock.GetUtcNow() - session.CreatedAt);
            await consequences.TryAsync(() => TellNodesAsync(session)).ConfigureAwait(false);
            await consequences.TryAsync(() => backchannel.TellAsync(session, reason, CancellationToken.None)).ConfigureAwait(false);
        }

        foreach (var session in ended)
        {
            await consequences.TryAsync(() => RaiseAsync(session, reason)).ConfigureAwait(false);
        }

        consequences.ThrowWhatFailed();
    }

    private ValueTask RaiseAsync(Session session, string reason) => events.RaiseAsync(
        new SecurityEvent
        {
            Type = SessionEventTypes.Revoked,
            Outcome = SecurityEventOutcome.Success,
            Severity = SecurityEventSeverity.Low,
            Subject = session.Subject,
            Reason = reason,
            Data = new Dictionary<string, string>(StringComparer.Ordinal) { [SessionEventTypes.SessionData] = session.Id.ToString() },
        },
        CancellationToken.None);

    private async ValueTask TellNodesAsync(Session session)
    {
        try
        {
            await changes.PublishAsync(new ChangeNotice(SessionChangeTopics.Ended, session.Id.ToString()), CancellationToken.None).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception)
        {
            // Nothing rests on the notice: every request asks the store. It lets hosts close what stays open, such as sockets.
            SessionsLog.NotTold(logger, exception);
        }
    }
}
