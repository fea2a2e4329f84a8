namespace SecurityKit.EntityFrameworkCore;

/// <summary>One row of <c>sk_session_revoked_tokens</c>: an access token that was revoked by itself. Goes with its session.</summary>
internal sealed class RevokedTokenEntity
{
    public required string SessionId { get; init; }

    public required string TokenId { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
