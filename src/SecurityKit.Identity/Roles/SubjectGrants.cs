namespace SecurityKit.Identity;

/// <summary>What one subject was given.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Assignments">Its roles; may be empty.</param>
/// <param name="Clearance">Its clearance.</param>
public sealed record SubjectGrants(string Subject, IReadOnlyList<RoleAssignment> Assignments, SensitivityLevel Clearance);
