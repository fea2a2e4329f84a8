namespace SecurityKit.EntityFrameworkCore;

internal sealed class PasskeyPromptRow
{
    public required byte[] ChallengeHash { get; set; }

    public required string Scope { get; set; }

    public required string State { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
