namespace SecurityKit.Identity;

/// <summary>How a registration ended.</summary>
public abstract record RegistrationOutcome
{
    private protected RegistrationOutcome()
    {
    }

    /// <summary>The account exists.</summary>
    /// <param name="Account">The account; its <see cref="Account.Subject"/> is new.</param>
    public sealed record Registered(Account Account) : RegistrationOutcome;

    /// <summary>The name, or one that looks like it, belongs to another account. Addresses are never reported as taken.</summary>
    public sealed record NameTaken : RegistrationOutcome;

    /// <summary>The input breaks rules.</summary>
    /// <param name="Problems">All of them, at least one.</param>
    public sealed record Refused(IReadOnlyList<InputProblem> Problems) : RegistrationOutcome;
}
