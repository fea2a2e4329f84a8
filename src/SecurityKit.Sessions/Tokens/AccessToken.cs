using System.Text;

namespace SecurityKit.Sessions;

/// <summary>An issued access token.</summary>
/// <param name="Value">The JWT.</param>
/// <param name="Id">Its <c>jti</c>, by which it can be revoked alone.</param>
/// <param name="IssuedAt">When it was issued, UTC, whole seconds.</param>
/// <param name="ExpiresAt">When it expires, UTC, whole seconds.</param>
public sealed record AccessToken(string Value, string Id, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>How long it lasts from its issue on.</summary>
    public TimeSpan Lifetime => ExpiresAt - IssuedAt;

    // Keeps the token out of ToString().
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Id = ").Append(Id).Append(", ExpiresAt = ").Append(ExpiresAt.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        return true;
    }
}
