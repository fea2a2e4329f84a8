using System.Text;

namespace SecurityKit.Sessions;

/// <summary>A session with the secrets that give access to it. They exist here only: the store has their hashes.</summary>
/// <param name="Session">The session.</param>
/// <param name="Token">The session token, for a cookie: <see cref="SessionManager.ValidateAsync"/> takes it.</param>
/// <param name="RefreshToken">The refresh token, where the session has one: <see cref="RefreshManager.RefreshAsync"/> takes it.</param>
public sealed record SessionGrant(Session Session, string Token, string? RefreshToken)
{
    // Keeps both tokens out of ToString().
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Session = ").Append(Session.Id);
        return true;
    }
}
