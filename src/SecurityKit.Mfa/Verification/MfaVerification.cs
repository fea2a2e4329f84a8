namespace SecurityKit.Mfa;

/// <summary>How the verification of a code ended. Switch over the cases; there are no others.</summary>
public abstract record MfaVerification
{
    private MfaVerification()
    {
    }

    /// <summary>The code was right and is spent now.</summary>
    /// <param name="Subject">Who proved it.</param>
    /// <param name="Factor">What was proven, and when.</param>
    /// <param name="Factors">Everything proven in this sign-in, the new factor last. At step-up: the new factor only.</param>
    /// <param name="Level">What <paramref name="Factors"/> are worth together.</param>
    public sealed record Verified(
        string Subject, AuthenticationFactor Factor, IReadOnlyList<AuthenticationFactor> Factors, AssuranceLevel Level) : MfaVerification
    {
        /// <summary>Where the policy asks for a stronger factor that is missing: until when the subject may do without it, UTC.</summary>
        public DateTimeOffset? EnrollBy { get; init; }
    }

    /// <summary>
    /// The code was right and is spent, but it does not meet the policy, and the time to set up a factor that does is over. Make no session, or one
    /// that can do nothing but set one up.
    /// </summary>
    /// <param name="Subject">Who proved it.</param>
    /// <param name="Factors">Everything proven in this sign-in.</param>
    /// <param name="Level">What it is worth.</param>
    public sealed record EnrollmentRequired(string Subject, IReadOnlyList<AuthenticationFactor> Factors, AssuranceLevel Level) : MfaVerification;

    /// <summary>The code was wrong, or the method is not set up. Which of these is not told.</summary>
    public sealed record Invalid : MfaVerification;

    /// <summary>The code was right once and has been used: wait for the next one.</summary>
    public sealed record Replayed : MfaVerification;

    /// <summary>Too many wrong codes of this method. The code was not looked at.</summary>
    /// <param name="RetryAfter">How long until another may be tried.</param>
    public sealed record Throttled(TimeSpan RetryAfter) : MfaVerification;

    /// <summary>The sign-in is unknown, expired, or was completed before: begin again with the password.</summary>
    public sealed record ChallengeNotFound : MfaVerification;
}
