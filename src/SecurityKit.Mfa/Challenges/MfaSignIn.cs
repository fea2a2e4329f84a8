namespace SecurityKit.Mfa;

/// <summary>What a sign-in still needs after the first factor. Switch over the cases; there are no others.</summary>
public abstract record MfaSignIn
{
    private MfaSignIn()
    {
    }

    /// <summary>Nothing more: no further factor is set up, or a trusted device stands in for it. A session may be made of the factors.</summary>
    /// <param name="Factors">What was proven, a trusted device included.</param>
    /// <param name="Level">What it is worth; a trusted device adds nothing.</param>
    /// <param name="EnrollBy">Where the policy asks for a further factor that is missing: until when the subject may do without it, UTC.</param>
    public sealed record Complete(IReadOnlyList<AuthenticationFactor> Factors, AssuranceLevel Level, DateTimeOffset? EnrollBy) : MfaSignIn;

    /// <summary>A further factor: no session before the challenge is completed.</summary>
    /// <param name="Challenge">The challenge.</param>
    public sealed record ChallengeRequired(MfaChallenge Challenge) : MfaSignIn;

    /// <summary>
    /// The policy asks for a further factor, none is set up, and the time to set one up is over. Make no session, or one that can do
    /// nothing but set one up.
    /// </summary>
    /// <param name="Factors">What was proven.</param>
    /// <param name="Level">What it is worth.</param>
    public sealed record EnrollmentRequired(IReadOnlyList<AuthenticationFactor> Factors, AssuranceLevel Level) : MfaSignIn;
}
