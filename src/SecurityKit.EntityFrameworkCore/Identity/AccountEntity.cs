namespace SecurityKit.EntityFrameworkCore;

internal sealed class AccountEntity
{
    public required string Subject { get; set; }

    public required string UserName { get; set; }

    public required string NameKey { get; set; }

    public required string NameSkeleton { get; set; }

    public string? Email { get; set; }

    public string? EmailKey { get; set; }

    public bool IsEmailConfirmed { get; set; }

    public int Status { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public required string PasswordHash { get; set; }

    public long PasswordVersion { get; set; }

    public DateTimeOffset PasswordChangedAt { get; set; }

    /// <summary>One hash a line, the newest first.</summary>
    public required string PasswordHistory { get; set; }

    public DateTimeOffset? LastSignInAt { get; set; }
}
