using Microsoft.Extensions.Logging;

namespace SecurityKit.Sessions;

/// <summary>What follows once the store has ended sessions: metrics, one event each, and word to the other nodes and to back-channel receivers.</summary>
internal sealed class SessionEnds(
    ISecurityEvents events, IChangeFeed changes, BackchannelDispatcher backchannel, SessionMetrics metrics, TimeProvider clock, ILogger<SessionEnds> logger)
{
    internal async ValueTask AnnounceAsync(IReadOnlyList<Session> ended, string reason, CancellationToken cancellationToken)
    {
        foreach (var session in ended)
        {
            metrics.Ended(reason, clock.GetUtcNow() - session.CreatedAt);
            await TellNodesAsync(session, cancellationToken).ConfigureAwait(false);
            await backchannel.TellAsync(session, reason, cancellationToken).ConfigureAwait(false);
            await events.RaiseAsync(
                new SecurityEvent
                {
                    Type = SessionEventTypes.Revoked,
                    Outcome = SecurityEventOutcome.Success,
                    Severity = SecurityEventSeverity.Low,
                    Subject = session.Subject,
                    Reason = reason,
                    Data = new Dictionary<string, string>(StringComparer.Ordinal) { [SessionEventTypes.SessionData] = session.Id.ToString() },
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask TellNodesAsync(Session session, CancellationToken cancellationToken)
    {
        try
        {
            await changes.PublishAsync(new ChangeNotice(SessionChangeTopics.Ended, session.Id.ToString()), cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception)
        {
            // Nothing rests on the notice: every request asks the store. It lets hosts close what stays open, such as sockets.
            SessionsLog.NotTold(logger, exception);
        }
    }
}
