namespace SecurityKit.EntityFrameworkCore;

internal sealed class ActionTokenEntity
{
    public required string Hash { get; set; }

    public int Purpose { get; set; }

    public required string Subject { get; set; }

    public required string EmailKey { get; set; }

    public string? Email { get; set; }

    public long PasswordVersion { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
