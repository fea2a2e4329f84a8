namespace SecurityKit.Sessions;

/// <summary>
/// Keeps sessions. Each call is one atomic step, across processes too: a store decides limits, rotation and revocation, a manager never
/// checks first and acts then. Thread-safe. Every call throws <see cref="StoreUnavailableException"/> when the store cannot be asked.
/// </summary>
public interface ISessionStore
{
    /// <summary>
    /// Adds a session if the limit has room, evicting the oldest if the limit says so. Refuses it when a factor is older than the
    /// subject's last <see cref="RevokeAllAsync"/>. Sessions that are over do not count.
    /// </summary>
    /// <param name="draft">The session.</param>
    /// <param name="limit">The subject's limit.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What was decided.</returns>
    ValueTask<SessionCreation> CreateAsync(SessionDraft draft, SessionLimit limit, CancellationToken cancellationToken);

    /// <summary>Reads a live session in one round trip.</summary>
    /// <param name="id">Which.</param>
    /// <param name="tokenId">The <c>jti</c> of an access token to ask about as well; null for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session, or the default when there is no live one.</returns>
    ValueTask<SessionReading> FindAsync(SessionId id, string? tokenId, CancellationToken cancellationToken);

    /// <summary>Marks a live session as seen now. Never brings one back that is over.</summary>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it is still live.</returns>
    ValueTask<bool> TouchAsync(SessionId id, CancellationToken cancellationToken);

    /// <summary>A subject's sessions that are live or can be renewed, the oldest first.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sessions.</returns>
    ValueTask<IReadOnlyList<Session>> ListAsync(string subject, CancellationToken cancellationToken);

    /// <summary>Adds proofs to a live session (see <see cref="Session.WithFactors"/>) and replaces its token.</summary>
    /// <param name="id">Which.</param>
    /// <param name="subject">Whose it must be.</param>
    /// <param name="factors">What was proven.</param>
    /// <param name="level">The level reached.</param>
    /// <param name="tokenHash">SHA-256 of the new session token; the old one is worth nothing from then on.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session as it is now; null when there is no live one of that subject.</returns>
    ValueTask<Session?> AddFactorsAsync(
        SessionId id, string subject, IReadOnlyList<AuthenticationFactor> factors, AssuranceLevel level, byte[] tokenHash, CancellationToken cancellationToken);

    /// <summary>Uses a refresh token: rotates it, repeats the last rotation, or ends the session on reuse, in one step.</summary>
    /// <param name="id">The session it names.</param>
    /// <param name="attempt">What was presented and what is to replace it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What was decided.</returns>
    ValueTask<RefreshRotation> RotateRefreshAsync(SessionId id, RefreshAttempt attempt, CancellationToken cancellationToken);

    /// <summary>Ends one session and its refresh token.</summary>
    /// <param name="id">Which.</param>
    /// <param name="subject">Whose it must be.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What was ended; null when there was none of that subject.</returns>
    ValueTask<Session?> RevokeAsync(SessionId id, string subject, CancellationToken cancellationToken);

    /// <summary>Ends a subject's sessions and their refresh tokens, and from then on refuses sign-ins whose factors are older.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="except">The one to keep; null for none.</param>
    /// <param name="at">When it was decided. Kept for <paramref name="remember"/>.</param>
    /// <param name="remember">How long an unfinished sign-in could still come.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What was ended.</returns>
    ValueTask<IReadOnlyList<Session>> RevokeAllAsync(
        string subject, SessionId? except, DateTimeOffset at, TimeSpan remember, CancellationToken cancellationToken);

    /// <summary>Revokes one access token of a session that lives on. Kept as long as the token could be used.</summary>
    /// <param name="id">The session.</param>
    /// <param name="tokenId">The token's <c>jti</c>.</param>
    /// <param name="expiresAt">When the token expires by itself.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether the session is there; without it the token is worth nothing anyway.</returns>
    ValueTask<bool> RevokeTokenAsync(SessionId id, string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Forgets what is over. Stores that expire by themselves have nothing to do.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many sessions were forgotten.</returns>
    ValueTask<int> RemoveExpiredAsync(CancellationToken cancellationToken);
}
