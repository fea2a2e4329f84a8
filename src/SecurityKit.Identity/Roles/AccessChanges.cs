namespace SecurityKit.Identity;

/// <summary>What changed since a version.</summary>
/// <param name="Version">The present version.</param>
/// <param name="IsComplete">Whether everything that changed is here. If not, everything is to be read again.</param>
/// <param name="Roles">The roles that changed, as they are now.</param>
/// <param name="Subjects">The subjects that changed, as they are now; with nothing left, they have no assignments.</param>
public sealed record AccessChanges(long Version, bool IsComplete, IReadOnlyList<Role> Roles, IReadOnlyList<SubjectGrants> Subjects);
