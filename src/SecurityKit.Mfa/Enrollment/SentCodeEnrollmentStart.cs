namespace SecurityKit.Mfa;

/// <summary>How the beginning of an enrolment by text message or e-mail ended. Switch over the cases; there are no others.</summary>
public abstract record SentCodeEnrollmentStart
{
    private SentCodeEnrollmentStart()
    {
    }

    /// <summary>A code is on its way to the destination; a pending authenticator waits for it.</summary>
    /// <param name="AuthenticatorId">The id to confirm with.</param>
    /// <param name="MaskedDestination">Where the code goes, masked, fit to be shown.</param>
    /// <param name="ExpiresAt">Until when the code works, UTC.</param>
    public sealed record Started(string AuthenticatorId, string MaskedDestination, DateTimeOffset ExpiresAt) : SentCodeEnrollmentStart;

    /// <summary>An input is not acceptable.</summary>
    /// <param name="Problems">What is wrong with <c>name</c> and <c>destination</c>.</param>
    public sealed record Refused(IReadOnlyList<InputProblem> Problems) : SentCodeEnrollmentStart;

    /// <summary>The subject has as many authenticators as it may have.</summary>
    /// <param name="Limit">How many that is.</param>
    public sealed record LimitReached(int Limit) : SentCodeEnrollmentStart;

    /// <summary>Too many codes were sent to this subject, destination or range of numbers.</summary>
    /// <param name="RetryAfter">How long until another may be sent.</param>
    public sealed record Throttled(TimeSpan RetryAfter) : SentCodeEnrollmentStart;

    /// <summary>No sender is configured for the method.</summary>
    public sealed record Unavailable : SentCodeEnrollmentStart;

    /// <summary>The carrier did not take the code; the pending authenticator is removed.</summary>
    public sealed record NotSent : SentCodeEnrollmentStart;
}
