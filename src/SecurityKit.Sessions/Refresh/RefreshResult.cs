using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SecurityKit.Sessions;

/// <summary>The answer to <see cref="RefreshManager.RefreshAsync"/>.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Session">The renewed session; null when refused.</param>
/// <param name="RefreshToken">The token that replaces the presented one; null when refused.</param>
public sealed record RefreshResult(RefreshStatus Status, Session? Session, string? RefreshToken)
{
    /// <summary>Whether the session is renewed.</summary>
    [MemberNotNullWhen(true, nameof(Session), nameof(RefreshToken))]
    public bool IsRefreshed => Status == RefreshStatus.Refreshed && Session is not null && RefreshToken is not null;

    // Keeps the token out of ToString().
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Status = ").Append(Status).Append(", Session = ").Append(Session?.Id);
        return true;
    }
}
