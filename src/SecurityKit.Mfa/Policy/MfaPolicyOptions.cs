namespace SecurityKit.Mfa;

/// <summary>Who must have a further factor.</summary>
public sealed class MfaPolicyOptions
{
    /// <summary>
    /// The roles whose holders must have one that is stronger than e-mail; compared without regard to case. Configuration adds to the
    /// default; to take it away, clear the list in code.
    /// </summary>
    /// <value>Default: <c>administrator</c>.</value>
    public IList<string> RequiredRoles { get; } = ["administrator"];

    /// <summary>How long a holder may still sign in without one, from the first sign-in that finds it missing; zero to 90 days.</summary>
    /// <value>Default: 7 days.</value>
    public TimeSpan EnrollmentGrace { get; set; } = TimeSpan.FromDays(7);
}
