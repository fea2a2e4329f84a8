using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.Sessions;

/// <summary>Renews sessions by refresh tokens (RFC 9700, section 4.14): each is used once, and a second use ends the session. Thread-safe.</summary>
public sealed class RefreshManager
{
    private readonly ISessionStore _store;
    private readonly SessionManager _sessions;
    private readonly ISecurityEvents _events;
    private readonly IOptionsMonitor<SessionOptions> _options;
    private readonly SessionEnds _ends;
    private readonly SessionMetrics _metrics;
    private readonly ILogger _logger;

    internal RefreshManager(
        ISessionStore store, SessionManager sessions, ISecurityEvents events, IOptionsMonitor<SessionOptions> options, SessionEnds ends, SessionMetrics metrics,
        ILogger<RefreshManager> logger)
    {
        _store = store;
        _sessions = sessions;
        _events = events;
        _options = options;
        _ends = ends;
        _metrics = metrics;
        _logger = logger;
    }

    /// <summary>
    /// Uses a refresh token. Presented again within <see cref="TokenOptions.RefreshLeeway"/>, by a client that lost the answer or by
    /// parallel requests, it gives the same successor; later it ends the session with all its tokens.
    /// </summary>
    /// <param name="refreshToken">The token; anything else is refused.</param>
    /// <param name="keyThumbprint">The thumbprint of the key that the client proved to hold with this request (DPoP); null without proof. Must be the session's.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The renewed session and the next token, or why it is refused. Issue the access token from the session.</returns>
    public async ValueTask<RefreshResult> RefreshAsync(string? refreshToken, string? keyThumbprint = null, CancellationToken cancellationToken = default)
    {
        var result = await SessionTracing.Spans.RunAsync(
            "securitykit.session.refresh", (refreshes: this, refreshToken, keyThumbprint, cancellationToken),
            static s => s.refreshes.RotateAsync(s.refreshToken, s.keyThumbprint, s.cancellationToken),
            static result => result.Status.ToString()).ConfigureAwait(false);
        _metrics.Refreshed(result.Status);
        return result;
    }

    private async ValueTask<RefreshResult> RotateAsync(string? refreshToken, string? keyThumbprint, CancellationToken cancellationToken)
    {
        if (RefreshToken.TryParse(refreshToken) is not { } presented)
        {
            return await RefuseAsync("malformed", cancellationToken).ConfigureAwait(false);
        }

        var options = _options.CurrentValue;
        var successor = presented.Next();
        var attempt = new RefreshAttempt(
            presented.FamilyHash, presented.TokenHash, successor.TokenHash, presented.Seal(successor), keyThumbprint,
            options.Tokens.RefreshLeeway, options.AbsoluteLifetime);
        RefreshRotation rotation;
        try
        {
            rotation = await _store.RotateRefreshAsync(presented.SessionId, attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception)
        {
            SessionsLog.StoreUnavailable(_logger, "refreshing a session", exception);
            return new RefreshResult(RefreshStatus.StoreUnavailable, null, null);
        }

        if (rotation is { Status: RefreshRotationStatus.Rotated or RefreshRotationStatus.Repeated, Session: { } used }
            && await _sessions.EndIfUsedBySomebodyElseAsync(used, cancellationToken).ConfigureAwait(false))
        {
            return await RefuseAsync(SessionEndReasons.Suspicious, cancellationToken).ConfigureAwait(false);
        }

        switch (rotation)
        {
            case { Status: RefreshRotationStatus.Rotated, Session: { } session }:
                await RaiseAsync(SessionEventTypes.Refreshed, SecurityEventOutcome.Success, SecurityEventSeverity.Informational, session, null, cancellationToken).ConfigureAwait(false);
                return new RefreshResult(RefreshStatus.Refreshed, session, successor.Text);
            case { Status: RefreshRotationStatus.Repeated, Session: { } session, SealedSuccessor: { } known }:
                await RaiseAsync(SessionEventTypes.Refreshed, SecurityEventOutcome.Success, SecurityEventSeverity.Low, session, "repeated", cancellationToken).ConfigureAwait(false);
                return new RefreshResult(RefreshStatus.Refreshed, session, presented.Unseal(known).Text);
            case { Status: RefreshRotationStatus.Reused, Session: { } session }:
                await RaiseAsync(SessionEventTypes.RefreshReused, SecurityEventOutcome.Denied, SecurityEventSeverity.High, session, "reused", cancellationToken).ConfigureAwait(false);
                await _ends.AnnounceAsync([session], SessionEndReasons.RefreshReused, cancellationToken).ConfigureAwait(false);
                return new RefreshResult(RefreshStatus.Reused, null, null);
            default:
                return await RefuseAsync("unknown", cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<RefreshResult> RefuseAsync(string reason, CancellationToken cancellationToken)
    {
        await RaiseAsync(SessionEventTypes.RefreshRefused, SecurityEventOutcome.Denied, SecurityEventSeverity.Low, null, reason, cancellationToken).ConfigureAwait(false);
        return new RefreshResult(RefreshStatus.Invalid, null, null);
    }

    private ValueTask RaiseAsync(
        string type, SecurityEventOutcome outcome, SecurityEventSeverity severity, Session? session, string? reason, CancellationToken cancellationToken) =>
        _events.RaiseAsync(
            new SecurityEvent
            {
                Type = type,
                Outcome = outcome,
                Severity = severity,
                Subject = session?.Subject,
                Reason = reason,
                Data = session is null
                    ? new Dictionary<string, string>(StringComparer.Ordinal)
                    : new Dictionary<string, string>(StringComparer.Ordinal) { [SessionEventTypes.SessionData] = session.Id.ToString() },
            },
            cancellationToken);
}
