namespace SecurityKit.Identity;

/// <summary>What a new assignment shall be.</summary>
/// <param name="Subject">Who gets the role.</param>
/// <param name="Role">The role.</param>
public sealed record RoleAssignmentRequest(string Subject, string Role)
{
    /// <summary>Where it holds, such as <c>project:42</c>: 1 to 128 visible ASCII characters; <see langword="null"/>: everywhere.</summary>
    public string? Scope { get; init; }

    /// <summary>When it ends, UTC; in the future.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What must hold at the time of use; at most 16.</summary>
    public IReadOnlyList<AssignmentCondition> Conditions { get; init; } = [];
}
