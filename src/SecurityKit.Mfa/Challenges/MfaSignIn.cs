namespace SecurityKit.Mfa;

/// <summary>What a sign-in still needs after the first factor. Switch over the cases; there are no others.</summary>
public abstract record MfaSignIn
{
    private MfaSignIn()
    {
    }

    /// <summary>Nothing more: the subject has no further factor set up. A session may be made of the factors given.</summary>
    /// <param name="Factors">What was proven.</param>
    /// <param name="Level">What it is worth.</param>
    public sealed record Complete(IReadOnlyList<AuthenticationFactor> Factors, AssuranceLevel Level) : MfaSignIn;

    /// <summary>A further factor: no session before the challenge is completed.</summary>
    /// <param name="Challenge">The challenge.</param>
    public sealed record ChallengeRequired(MfaChallenge Challenge) : MfaSignIn;
}
