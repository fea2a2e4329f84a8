namespace SecurityKit.Sessions.Tests;

/// <summary>A store whose server is gone.</summary>
internal sealed class UnavailableSessionStore : ISessionStore
{
    public ValueTask<SessionCreation> CreateAsync(SessionDraft draft, SessionLimit limit, CancellationToken cancellationToken) => throw Gone();

    public ValueTask<SessionReading> FindAsync(SessionId id, string? tokenId, CancellationToken cancellationToken) => throw Gone();

    public ValueTask<bool> TouchAsync(SessionId id, CancellationToken cancellationToken) => throw Gone();

    public ValueTask<IReadOnlyList<Session>> ListAsync(string subject, CancellationToken cancellationToken) => throw Gone();

    public ValueTask<Session?> AddFactorsAsync(
        SessionId id, string subject, IReadOnlyList<AuthenticationFactor> factors, AssuranceLevel level, byte[] tokenHash, CancellationToken cancellationToken) => throw Gone();

    public ValueTask<RefreshRotation> RotateRefreshAsync(SessionId id, RefreshAttempt attempt, CancellationToken cancellationToken) => throw Gone();

    public ValueTask<Session?> RevokeAsync(SessionId id, string subject, CancellationToken cancellationToken) => throw Gone();

    public ValueTask<IReadOnlyList<Session>> RevokeAllAsync(
        string subject, SessionId? except, DateTimeOffset at, TimeSpan remember, CancellationToken cancellationToken) => throw Gone();

    public ValueTask<bool> RevokeTokenAsync(SessionId id, string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken) => throw Gone();

    public ValueTask<int> RemoveExpiredAsync(CancellationToken cancellationToken) => throw Gone();

    private static StoreUnavailableException Gone() => new("test");
}
