namespace SecurityKit.Sessions.Tests;

/// <summary>The store in memory without its mark of being volatile, to be overridden in part.</summary>
internal class DelegatingSessionStore(TimeProvider? clock = null) : ISessionStore
{
    private readonly InMemorySessionStore _inner = new(clock ?? TimeProvider.System);

    public ValueTask<SessionCreation> CreateAsync(SessionDraft draft, SessionLimit limit, CancellationToken cancellationToken) =>
        _inner.CreateAsync(draft, limit, cancellationToken);

    public ValueTask<SessionReading> FindAsync(SessionId id, string? tokenId, CancellationToken cancellationToken) => _inner.FindAsync(id, tokenId, cancellationToken);

    public ValueTask<bool> TouchAsync(SessionId id, CancellationToken cancellationToken) => _inner.TouchAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<Session>> ListAsync(string subject, CancellationToken cancellationToken) => _inner.ListAsync(subject, cancellationToken);

    public ValueTask<Session?> AddFactorsAsync(
        SessionId id, string subject, IReadOnlyList<AuthenticationFactor> factors, AssuranceLevel level, byte[] tokenHash, CancellationToken cancellationToken) =>
        _inner.AddFactorsAsync(id, subject, factors, level, tokenHash, cancellationToken);

    public ValueTask<RefreshRotation> RotateRefreshAsync(SessionId id, RefreshAttempt attempt, CancellationToken cancellationToken) =>
        _inner.RotateRefreshAsync(id, attempt, cancellationToken);

    public ValueTask<Session?> RevokeAsync(SessionId id, string subject, CancellationToken cancellationToken) => _inner.RevokeAsync(id, subject, cancellationToken);

    public virtual ValueTask<IReadOnlyList<Session>> RevokeAllAsync(
        string subject, SessionId? except, DateTimeOffset at, TimeSpan remember, CancellationToken cancellationToken) =>
        _inner.RevokeAllAsync(subject, except, at, remember, cancellationToken);

    public ValueTask<bool> RevokeTokenAsync(SessionId id, string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        _inner.RevokeTokenAsync(id, tokenId, expiresAt, cancellationToken);

    public virtual ValueTask<int> RemoveExpiredAsync(CancellationToken cancellationToken) => _inner.RemoveExpiredAsync(cancellationToken);
}
