namespace SecurityKit.Identity;

/// <summary>Everything that decides about permissions, as a store has it.</summary>
/// <param name="Version">Rises by one with every change. What is read may be newer than this, never older.</param>
/// <param name="Roles">All roles.</param>
/// <param name="Subjects">All subjects that have an assignment or a clearance.</param>
public sealed record AccessData(long Version, IReadOnlyList<Role> Roles, IReadOnlyList<SubjectGrants> Subjects);
