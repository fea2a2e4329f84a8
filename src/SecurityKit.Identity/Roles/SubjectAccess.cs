namespace SecurityKit.Identity;

/// <summary>What one subject was given, ready for use.</summary>
internal sealed class SubjectAccess(SubjectGrants grants, ConditionCompiler conditions)
{
    internal static SubjectAccess Nothing { get; } = new(
        new SubjectGrants(string.Empty, [], SensitivityLevel.Public), new ConditionCompiler([]));

    internal SensitivityLevel Clearance { get; } = grants.Clearance;

    internal Grant[] Grants { get; } = [.. grants.Assignments.Select(a => new Grant(a, conditions.Compile(a.Conditions)))];

    internal sealed record Grant(RoleAssignment Assignment, Func<PermissionContext, bool>? Condition)
    {
        internal bool IsLive(DateTimeOffset now) => Assignment.ExpiresAt is not { } end || end > now;

        internal bool Covers(string? scope) =>
            Assignment.Scope is null || string.Equals(Assignment.Scope, scope, StringComparison.Ordinal);
    }
}
