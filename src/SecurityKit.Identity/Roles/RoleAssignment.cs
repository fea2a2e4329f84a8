namespace SecurityKit.Identity;

/// <summary>That a subject has a role: everywhere or within a scope, for ever or until a time, always or under conditions.</summary>
public sealed record RoleAssignment
{
    /// <summary>The assignment's id.</summary>
    public required string Id { get; init; }

    /// <summary>Who has the role.</summary>
    public required string Subject { get; init; }

    /// <summary>The role.</summary>
    public required string Role { get; init; }

    /// <summary>Where it holds, such as <c>project:42</c>; <see langword="null"/>: everywhere. Compared ordinally, as a whole.</summary>
    public string? Scope { get; init; }

    /// <summary>When it ends, UTC; <see langword="null"/>: not by itself.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What must hold at the time of use; all of them. One whose type nobody has registered never holds.</summary>
    public IReadOnlyList<AssignmentCondition> Conditions { get; init; } = [];

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
