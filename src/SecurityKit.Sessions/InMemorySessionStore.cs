using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace SecurityKit.Sessions;

/// <summary>Reads without a lock from immutable snapshots; every change is made under one lock.</summary>
internal sealed class InMemorySessionStore(TimeProvider clock) : ISessionStore, IVolatileStore
{
    private const int CreationsBetweenSweeps = 1024;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<SessionId, InMemorySession> _sessions = new();
    private readonly Dictionary<string, InMemorySubject> _subjects = new(StringComparer.Ordinal);
    private int _creations;

    internal int SessionCount => _sessions.Count;

    internal int SubjectCount => _subjects.Count;

    /// <summary>What is live or can be renewed, for counting.</summary>
    internal IEnumerable<Session> Kept()
    {
        var now = clock.GetUtcNow();
        return _sessions.Values.Select(found => found.Session).Where(session => session.IsKeptAt(now));
    }

    public ValueTask<SessionCreation> CreateAsync(SessionDraft draft, SessionLimit limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit.Maximum, 1);
        cancellationToken.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (++_creations % CreationsBetweenSweeps == 0)
            {
                Sweep(now);
            }

            var subject = SubjectOf(draft.Session.Subject);
            if (subject.Refuses(draft.Session, now))
            {
                return ValueTask.FromResult(new SessionCreation(SessionStartStatus.RevokedMeanwhile, []));
            }

            RemoveOver(subject, now);
            var surplus = subject.Sessions.Count - limit.Maximum + 1;
            if (surplus > 0 && limit.WhenReached == SessionLimitAction.Refuse)
            {
                return ValueTask.FromResult(new SessionCreation(SessionStartStatus.LimitReached, []));
            }

            Session[] evicted = [.. subject.Sessions.Take(Math.Max(surplus, 0)).ToArray().Select(id => Remove(id, subject)!)];
            subject.Sessions.Add(draft.Session.Id);
            _sessions[draft.Session.Id] = new InMemorySession(draft);
            return ValueTask.FromResult(new SessionCreation(SessionStartStatus.Created, evicted));
        }
    }

    public ValueTask<SessionReading> FindAsync(SessionId id, string? tokenId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow();
        return _sessions.TryGetValue(id, out var found) && found.Session.IsLiveAt(now)
            ? new ValueTask<SessionReading>(new SessionReading(found.Session, found.TokenHash, tokenId is not null && found.RevokedTokens.ContainsKey(tokenId)))
            : default;
    }

    public ValueTask<bool> TouchAsync(SessionId id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return ValueTask.FromResult(
            Change(id, null, now, found => found with { Session = found.Session with { LastSeenAt = now } }) is not null);
    }

    public ValueTask<IReadOnlyList<Session>> ListAsync(string subject, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            IReadOnlyList<Session> sessions = _subjects.TryGetValue(subject, out var found)
                ? [.. found.Sessions.Select(id => _sessions[id].Session).Where(session => session.IsKeptAt(now))]
                : [];
            return ValueTask.FromResult(sessions);
        }
    }

    public ValueTask<Session?> AddFactorsAsync(
        SessionId id, string subject, IReadOnlyList<AuthenticationFactor> factors, AssuranceLevel level, byte[] tokenHash, CancellationToken cancellationToken)
    {
        var changed = Change(
            id, subject, clock.GetUtcNow(), found => found with { Session = found.Session.WithFactors(factors, level), TokenHash = tokenHash });
        return ValueTask.FromResult(changed?.Session);
    }

    public ValueTask<RefreshRotation> RotateRefreshAsync(SessionId id, RefreshAttempt attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        cancellationToken.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (!_sessions.TryGetValue(id, out var found) || found.Refresh is not { } family || found.Session.RenewableUntil <= now
                || found.Session.KeyThumbprint != attempt.KeyThumbprint
                || !CryptographicOperations.FixedTimeEquals(family.FamilyHash, attempt.FamilyHash))
            {
                return ValueTask.FromResult(new RefreshRotation(RefreshRotationStatus.NotFound, null, null));
            }

            if (CryptographicOperations.FixedTimeEquals(family.CurrentHash, attempt.TokenHash))
            {
                var rotated = found with { Session = found.Session.Renewed(now, attempt.SessionLifetime), Refresh = family.Rotated(attempt, now) };
                _sessions[id] = rotated;
                return ValueTask.FromResult(new RefreshRotation(RefreshRotationStatus.Rotated, rotated.Session, null));
            }

            if (family.IsRepeat(attempt, now))
            {
                return ValueTask.FromResult(new RefreshRotation(RefreshRotationStatus.Repeated, found.Session, family.SealedSuccessor));
            }

            return ValueTask.FromResult(new RefreshRotation(RefreshRotationStatus.Reused, Remove(id, SubjectOf(found.Session.Subject)), null));
        }
    }

    public ValueTask<Session?> RevokeAsync(SessionId id, string subject, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var isTheirs = _sessions.TryGetValue(id, out var found) && found.Session.Subject == subject && found.Session.IsKeptAt(now);
            return ValueTask.FromResult(isTheirs ? Remove(id, SubjectOf(subject)) : null);
        }
    }

    public ValueTask<IReadOnlyList<Session>> RevokeAllAsync(
        string subject, SessionId? except, DateTimeOffset at, TimeSpan remember, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var found = SubjectOf(subject);
            found.RefuseFactorsBefore(at, at + remember);
            RemoveOver(found, clock.GetUtcNow());
            IReadOnlyList<Session> ended = [.. found.Sessions.Where(id => id != except).ToArray().Select(id => Remove(id, found)!)];
            return ValueTask.FromResult(ended);
        }
    }

    public ValueTask<bool> RevokeTokenAsync(SessionId id, string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (!_sessions.TryGetValue(id, out var found) || !found.Session.IsKeptAt(now))
            {
                return ValueTask.FromResult(false);
            }

            var needed = found.RevokedTokens.RemoveRange(found.RevokedTokens.Where(token => token.Value <= now).Select(token => token.Key));
            _sessions[id] = found with { RevokedTokens = needed.SetItem(tokenId, expiresAt) };
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<int> RemoveExpiredAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(Sweep(clock.GetUtcNow()));
        }
    }

    private InMemorySession? Change(SessionId id, string? subject, DateTimeOffset now, Func<InMemorySession, InMemorySession> change)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(id, out var found) || !found.Session.IsLiveAt(now) || (subject ?? found.Session.Subject) != found.Session.Subject)
            {
                return null;
            }

            return _sessions[id] = change(found);
        }
    }

    private InMemorySubject SubjectOf(string subject)
    {
        if (!_subjects.TryGetValue(subject, out var found))
        {
            _subjects[subject] = found = new InMemorySubject();
        }

        return found;
    }

    private Session? Remove(SessionId id, InMemorySubject subject)
    {
        subject.Sessions.Remove(id);
        return _sessions.TryRemove(id, out var removed) ? removed.Session : null;
    }

    private int RemoveOver(InMemorySubject subject, DateTimeOffset now)
    {
        SessionId[] over = [.. subject.Sessions.Where(id => !_sessions[id].Session.IsKeptAt(now))];
        foreach (var id in over)
        {
            Remove(id, subject);
        }

        return over.Length;
    }

    private int Sweep(DateTimeOffset now)
    {
        var removed = 0;
        foreach (var (name, subject) in _subjects)
        {
            removed += RemoveOver(subject, now);
            if (subject.IsForgettable(now))
            {
                _subjects.Remove(name);
            }
        }

        return removed;
    }
}
