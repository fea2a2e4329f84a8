namespace SecurityKit.EntityFrameworkCore;

internal sealed class RoleAssignmentEntity
{
    public required string Id { get; set; }

    public required string Subject { get; set; }

    public required string Role { get; set; }

    public string? Scope { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>A JSON array of type and parameters.</summary>
    public required string Conditions { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
