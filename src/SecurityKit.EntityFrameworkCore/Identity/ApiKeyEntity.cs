namespace SecurityKit.EntityFrameworkCore;

internal sealed class ApiKeyEntity
{
    public required string Id { get; set; }

    public required string Subject { get; set; }

    public required string Name { get; set; }

    public required byte[] SecretHash { get; set; }

    /// <summary>Names separated by spaces.</summary>
    public required string Scopes { get; set; }

    /// <summary>CIDR notation, separated by spaces.</summary>
    public required string Networks { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Whether there is any cause. Kept beside the causes for nodes of the version before, which know only this.</summary>
    public bool IsSuspended { get; set; }

    public int Suspensions { get; set; }

    public string? ReplacedBy { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }
}
