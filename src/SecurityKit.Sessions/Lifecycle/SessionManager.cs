using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.Sessions;

/// <summary>
/// Starts, validates and ends sessions. Thread-safe. What is refused is an answer; <see cref="StoreUnavailableException"/> is thrown by
/// everything but validation, which answers it with a refusal.
/// </summary>
public sealed class SessionManager
{
    private const int MaxSubjectLength = 256;

    private readonly ISessionStore _store;
    private readonly ISecurityEvents _events;
    private readonly IOperationContextAccessor _context;
    private readonly IOptionsMonitor<SessionOptions> _options;
    private readonly DeviceRecognizer _devices;
    private readonly SuspicionDetector _suspicion;
    private readonly SessionEnds _ends;
    private readonly SessionMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    internal SessionManager(
        ISessionStore store, ISecurityEvents events, IOperationContextAccessor context, IOptionsMonitor<SessionOptions> options,
        DeviceRecognizer devices, SuspicionDetector suspicion, SessionEnds ends, SessionMetrics metrics, TimeProvider clock, ILogger<SessionManager> logger)
    {
        _store = store;
        _events = events;
        _context = context;
        _options = options;
        _devices = devices;
        _suspicion = suspicion;
        _ends = ends;
        _metrics = metrics;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Starts a session. The limit is decided in the store, so that any number of parallel sign-ins leaves exactly as many as allowed.</summary>
    /// <param name="start">Who signed in, and how.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session with its tokens, or why there is none.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be asked; nobody is signed in.</exception>
    public ValueTask<SessionStartResult> CreateAsync(SessionStart start, CancellationToken cancellationToken = default) =>
        SessionTracing.Spans.RunAsync(
            "securitykit.session.create", (sessions: this, start, cancellationToken),
            static s => s.sessions.StartAsync(s.start, s.cancellationToken), static result => result.Status.ToString());

    private async ValueTask<SessionStartResult> StartAsync(SessionStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentException.ThrowIfNullOrEmpty(start.Subject);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start.Subject.Length, MaxSubjectLength, nameof(start));
        ArgumentOutOfRangeException.ThrowIfZero(start.Factors.Count, nameof(start));

        var options = _options.CurrentValue;
        var session = Draft(start, options);
        var assessment = await _suspicion.AssessSignInAsync(session, _context.Current, cancellationToken).ConfigureAwait(false);
        await RaiseSuspicionAsync(session, assessment, cancellationToken).ConfigureAwait(false);
        // A suspicious sign-in must step up, which it could not: without a factor the thief's would become the one.
        if (assessment.Action == SuspicionAction.Revoke || (start.IsForEnrollment && assessment.Action == SuspicionAction.StepUp))
        {
            return await RefuseAsync(session, SessionStartStatus.Suspicious, assessment, cancellationToken).ConfigureAwait(false);
        }

        session = start.IsForEnrollment
            ? session with { RequiresStepUp = true, Level = AssuranceLevel.None }
            : session with { RequiresStepUp = assessment.Action == SuspicionAction.StepUp };
        var token = SessionToken.New(session.Id);
        var refreshToken = start.IsRenewable ? RefreshToken.First(session.Id) : null;
        var seed = refreshToken is null ? null : new RefreshSeed(refreshToken.FamilyHash, refreshToken.TokenHash);
        var limit = new SessionLimit(options.MaxSessionsPerSubject, options.WhenLimitReached);
        var creation = await _store.CreateAsync(new SessionDraft(session, SessionToken.Hash(token), seed), limit, cancellationToken).ConfigureAwait(false);
        if (creation.Status != SessionStartStatus.Created)
        {
            return await RefuseAsync(session, creation.Status, assessment, cancellationToken).ConfigureAwait(false);
        }

        _metrics.Started(creation.Status);
        await _ends.AnnounceAsync(creation.Evicted, SessionEndReasons.Evicted, cancellationToken).ConfigureAwait(false);
        await RaiseAsync(SessionEventTypes.Created, SecurityEventOutcome.Success, SecurityEventSeverity.Informational, session, null, cancellationToken).ConfigureAwait(false);
        return new SessionStartResult(creation.Status, new SessionGrant(session, token, refreshToken?.Text), creation.Evicted, assessment);
    }

    /// <summary>
    /// Validates a session token in one round trip to the store; once per <see cref="SessionOptions.TouchInterval"/> a second one records the use.
    /// Never throws on an outage: what cannot be checked is refused.
    /// </summary>
    /// <param name="token">The token of <see cref="SessionGrant.Token"/>; anything else is refused.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session, or why it is refused.</returns>
    public ValueTask<SessionValidation> ValidateAsync(string? token, CancellationToken cancellationToken = default) =>
        SessionTracing.Spans.AreOn
            ? SessionTracing.Spans.RunAsync(
                "securitykit.session.validate", (sessions: this, token, cancellationToken),
                static s => s.sessions.ValidateTokenAsync(s.token, s.cancellationToken), static validation => validation.Status.ToString())
            : ValidateTokenAsync(token, cancellationToken);

    private async ValueTask<SessionValidation> ValidateTokenAsync(string? token, CancellationToken cancellationToken)
    {
        if (!SessionToken.TryReadId(token, out var id))
        {
            return Answer(SessionValidationStatus.Malformed);
        }

        try
        {
            var reading = await _store.FindAsync(id, null, cancellationToken).ConfigureAwait(false);
            if (reading.Session is not { } session)
            {
                return Answer(SessionValidationStatus.Ended);
            }

            if (!SessionToken.HasHash(token, reading.TokenHash))
            {
                await RaiseAsync(
                    SessionEventTypes.WrongSecret, SecurityEventOutcome.Denied, SecurityEventSeverity.Medium, session, "wrong_secret", cancellationToken).ConfigureAwait(false);
                return Answer(SessionValidationStatus.WrongSecret);
            }

            if (session.KeyThumbprint is not null)
            {
                return Answer(SessionValidationStatus.ProofRequired);
            }

            var status = await AdmitAsync(session, cancellationToken).ConfigureAwait(false);
            return Answer(status, status is SessionValidationStatus.Valid or SessionValidationStatus.StepUpRequired ? session : null);
        }
        catch (StoreUnavailableException exception)
        {
            SessionsLog.StoreUnavailable(_logger, "validating a session", exception);
            return Answer(SessionValidationStatus.StoreUnavailable);
        }
    }

    /// <summary>A subject's sessions that are live or can be renewed, the oldest first.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sessions.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be asked.</exception>
    public ValueTask<IReadOnlyList<Session>> ListAsync(string subject, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return _store.ListAsync(subject, cancellationToken);
    }

    /// <summary>
    /// Adds what a step-up proved to a live session and replaces its session token; the old one is refused from then on. Access tokens
    /// issued before go on as they are; issue a new one for the new claims.
    /// </summary>
    /// <param name="id">The session.</param>
    /// <param name="subject">Whose it must be.</param>
    /// <param name="factors">What was proven now; at least one.</param>
    /// <param name="level">The level that all factors together reach; a session's level never falls.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session with its new token; null when there is no live one of that subject.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be asked.</exception>
    public async ValueTask<SessionGrant?> AddFactorsAsync(
        SessionId id, string subject, IReadOnlyList<AuthenticationFactor> factors, AssuranceLevel level, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentNullException.ThrowIfNull(factors);
        ArgumentOutOfRangeException.ThrowIfZero(factors.Count, nameof(factors));

        var token = SessionToken.New(id);
        var session = await _store.AddFactorsAsync(id, subject, factors, level, SessionToken.Hash(token), cancellationToken).ConfigureAwait(false);
        if (session is null)
        {
            return null;
        }

        await RaiseAsync(
            SessionEventTypes.FactorsAdded, SecurityEventOutcome.Success, SecurityEventSeverity.Informational, session,
            string.Join('_', factors.Select(factor => factor.Method)), cancellationToken).ConfigureAwait(false);
        return new SessionGrant(session, token, null);
    }

    /// <summary>Ends one session with all its tokens, at once and on every node.</summary>
    /// <param name="id">The session.</param>
    /// <param name="subject">Whose it must be: the id of somebody else's session ends nothing.</param>
    /// <param name="reason">Why, one of <see cref="SessionEndReasons"/> or a snake_case word of the host's own.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether there was such a session of that subject.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be asked; the session may live on.</exception>
    public ValueTask<bool> RevokeAsync(SessionId id, string subject, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return SessionTracing.Spans.RunAsync("securitykit.session.revoke", () => EndAsync(id, subject, reason, cancellationToken));
    }

    private async ValueTask<bool> EndAsync(SessionId id, string subject, string reason, CancellationToken cancellationToken)
    {
        var ended = await _store.RevokeAsync(id, subject, cancellationToken).ConfigureAwait(false);
        if (ended is null)
        {
            return false;
        }

        await _ends.AnnounceAsync([ended], reason, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>
    /// Ends a subject's sessions with all their tokens, at once and on every node. A sign-in under way whose factors were proven before
    /// this moment gets no session either.
    /// </summary>
    /// <param name="subject">The subject.</param>
    /// <param name="except">The one to keep; null for none.</param>
    /// <param name="reason">Why, one of <see cref="SessionEndReasons"/> or a snake_case word of the host's own.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many were ended.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be asked; the sessions may live on.</exception>
    public ValueTask<int> RevokeAllAsync(string subject, SessionId? except, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return SessionTracing.Spans.RunAsync("securitykit.session.revoke_all", () => EndAllAsync(subject, except, reason, cancellationToken));
    }

    private async ValueTask<int> EndAllAsync(string subject, SessionId? except, string reason, CancellationToken cancellationToken)
    {
        var remember = _options.CurrentValue.AbsoluteLifetime;
        var ended = await _store.RevokeAllAsync(subject, except, _clock.GetUtcNow(), remember, cancellationToken).ConfigureAwait(false);
        await _ends.AnnounceAsync(ended, reason, cancellationToken).ConfigureAwait(false);
        return ended.Count;
    }

    /// <summary>A session that was just found live: is it to be used? Ends it when its use is too suspicious, touches it when that is due.</summary>
    internal async ValueTask<SessionValidationStatus> AdmitAsync(Session session, CancellationToken cancellationToken)
    {
        if (await EndIfUsedBySomebodyElseAsync(session, cancellationToken).ConfigureAwait(false))
        {
            return SessionValidationStatus.Suspicious;
        }

        if (!await TouchIfDueAsync(session, cancellationToken).ConfigureAwait(false))
        {
            return SessionValidationStatus.Ended;
        }

        return session.RequiresStepUp ? SessionValidationStatus.StepUpRequired : SessionValidationStatus.Valid;
    }

    /// <summary>Ends a session of which a token comes from where it cannot have been given to.</summary>
    internal async ValueTask<bool> EndIfUsedBySomebodyElseAsync(Session session, CancellationToken cancellationToken)
    {
        var assessment = _suspicion.AssessUse(session, _devices.NameOf(_context.Current));
        if (assessment.Score == 0)
        {
            return false;
        }

        await RaiseSuspicionAsync(session, assessment, cancellationToken).ConfigureAwait(false);
        if (assessment.Action == SuspicionAction.Allow)
        {
            return false;
        }

        // A step-up from the other device would prove nothing about this one.
        await RevokeAsync(session.Id, session.Subject, SessionEndReasons.Suspicious, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Touches a session that was just found live, when its last-seen time is old enough.</summary>
    private async ValueTask<bool> TouchIfDueAsync(Session session, CancellationToken cancellationToken) =>
        _clock.GetUtcNow() - session.LastSeenAt < _options.CurrentValue.TouchInterval
        || await _store.TouchAsync(session.Id, cancellationToken).ConfigureAwait(false);

    private SessionValidation Answer(SessionValidationStatus status, Session? session = null)
    {
        _metrics.Validated(status);
        return new SessionValidation(status, session);
    }

    private async ValueTask<SessionStartResult> RefuseAsync(
        Session session, SessionStartStatus status, SuspicionAssessment assessment, CancellationToken cancellationToken)
    {
        var reason = status switch
        {
            SessionStartStatus.LimitReached => "limit_reached",
            SessionStartStatus.Suspicious => "suspicious",
            _ => "revoked_meanwhile",
        };
        _metrics.Started(status);
        await RaiseAsync(SessionEventTypes.Refused, SecurityEventOutcome.Denied, SecurityEventSeverity.Medium, session, reason, cancellationToken).ConfigureAwait(false);
        return new SessionStartResult(status, null, [], assessment);
    }

    private Session Draft(SessionStart start, SessionOptions options)
    {
        var now = _clock.GetUtcNow();
        var context = _context.Current;
        return new Session
        {
            Id = SessionId.New(start.Subject),
            Subject = start.Subject,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + options.AbsoluteLifetime,
            IdleTimeout = options.IdleTimeout,
            RenewableUntil = start.IsRenewable ? now + options.Tokens.RefreshTokenLifetime : null,
            Factors = [.. start.Factors],
            Level = start.Level,
            Device = _devices.Recognize(context),
            Network = context.Network,
            KeyThumbprint = start.KeyThumbprint,
        };
    }

    private ValueTask RaiseSuspicionAsync(Session session, SuspicionAssessment assessment, CancellationToken cancellationToken) =>
        assessment.Score == 0
            ? ValueTask.CompletedTask
            : _events.RaiseAsync(SessionEvents.Suspicion(session, assessment), cancellationToken);

    private ValueTask RaiseAsync(
        string type, SecurityEventOutcome outcome, SecurityEventSeverity severity, Session session, string? reason, CancellationToken cancellationToken) =>
        _events.RaiseAsync(SessionEvents.Of(type, outcome, severity, session, reason), cancellationToken);
}
