namespace SecurityKit.EntityFrameworkCore;

internal sealed class MfaChallengeRow
{
    public required byte[] TokenHash { get; set; }

    public required string Subject { get; set; }

    /// <summary>The factors given before, as JSON.</summary>
    public required string Factors { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
