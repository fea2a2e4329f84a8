namespace SecurityKit.EntityFrameworkCore;

internal sealed class RoleEntity
{
    public required string Name { get; set; }

    public string? Description { get; set; }

    /// <summary>Names separated by spaces.</summary>
    public required string Permissions { get; set; }

    /// <summary>Names separated by spaces.</summary>
    public required string Parents { get; set; }
}
