namespace SecurityKit.Mfa;

/// <summary>How the beginning of a TOTP enrolment ended. Switch over the cases; there are no others.</summary>
public abstract record TotpEnrollmentStart
{
    private TotpEnrollmentStart()
    {
    }

    /// <summary>A pending authenticator waits for its first code.</summary>
    /// <param name="Enrollment">What to show to its owner, once.</param>
    public sealed record Started(TotpEnrollment Enrollment) : TotpEnrollmentStart;

    /// <summary>An input is not acceptable.</summary>
    /// <param name="Problems">What is wrong with <c>name</c> and <c>accountName</c>.</param>
    public sealed record Refused(IReadOnlyList<InputProblem> Problems) : TotpEnrollmentStart;

    /// <summary>The subject has as many authenticators as it may have.</summary>
    /// <param name="Limit">How many that is.</param>
    public sealed record LimitReached(int Limit) : TotpEnrollmentStart;
}
