using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>The session that opened a hub connection, and the access token that did.</summary>
/// <param name="Id">The session.</param>
/// <param name="TokenId">The token's <c>jti</c>; null where a cookie carried the session.</param>
/// <param name="ExpiresAt">When the token expires, UTC; null where there is none.</param>
internal readonly record struct HubSession(SessionId Id, string? TokenId, DateTimeOffset? ExpiresAt);
