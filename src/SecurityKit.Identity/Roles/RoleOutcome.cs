namespace SecurityKit.Identity;

/// <summary>How changing roles or assignments ended.</summary>
public abstract record RoleOutcome
{
    private protected RoleOutcome()
    {
    }

    /// <summary>It is in force: at once here, within a second on every node.</summary>
    public sealed record Done : RoleOutcome;

    /// <summary>The assignment is in force.</summary>
    /// <param name="Assignment">The assignment.</param>
    public sealed record Assigned(RoleAssignment Assignment) : RoleOutcome;

    /// <summary>The input breaks rules.</summary>
    /// <param name="Problems">All of them, at least one.</param>
    public sealed record Refused(IReadOnlyList<InputProblem> Problems) : RoleOutcome;
}
