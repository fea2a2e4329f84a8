using SecurityKit.Mfa;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>Where a sign-in stands after a step. Switch over the cases; there are no others.</summary>
public abstract record SignInStep
{
    private SignInStep()
    {
    }

    /// <summary>Done: the session exists.</summary>
    /// <param name="Session">The session.</param>
    /// <param name="Tokens">The tokens in mode <see cref="SignInMode.Tokens"/>; null when the cookie was set.</param>
    public sealed record SignedIn(Session Session, SignInTokens? Tokens) : SignInStep
    {
        /// <summary>Whether the password is older than the policy allows; let the subject do nothing but change it.</summary>
        public bool IsPasswordExpired { get; init; }

        /// <summary>Where a role demands a further factor that is missing: until when the subject may do without it, UTC.</summary>
        public DateTimeOffset? EnrollBy { get; init; }

        /// <summary>Whether this browser need not show a further factor for a while from now on; a cookie keeps that.</summary>
        public bool IsDeviceTrusted { get; init; }
    }

    /// <summary>A further factor is needed. No session exists yet. In mode <see cref="SignInMode.Cookie"/> a cookie keeps the challenge.</summary>
    /// <param name="Challenge">The challenge.</param>
    public sealed record MfaRequired(MfaChallenge Challenge) : SignInStep;

    /// <summary>Name and password do not belong together, or there is no such account: deliberately one case.</summary>
    public sealed record InvalidCredentials : SignInStep;

    /// <summary>The code is wrong, was used before, or the method is not set up. The challenge stays open.</summary>
    public sealed record InvalidCode : SignInStep;

    /// <summary>The challenge is unknown, expired or completed: begin again with the password.</summary>
    public sealed record InvalidChallenge : SignInStep;

    /// <summary>The refresh token is not good, or was used before, in which case its session is ended.</summary>
    public sealed record InvalidToken : SignInStep;

    /// <summary>The request's proof of the client's key (DPoP) is missing where it is required, or not good. Nothing else was looked at.</summary>
    /// <param name="Status">Why.</param>
    public sealed record ProofRefused(DpopStatus Status) : SignInStep;

    /// <summary>
    /// What was proven is right, but a role of the subject demands a further factor and the time to set one up is over. The session may do nothing
    /// but set one up (see <see cref="AllowPendingEnrollmentAttribute"/>); <see cref="SignInFlow.CompleteEnrollmentAsync"/> then makes a full one of it.
    /// </summary>
    /// <param name="Session">The session for enrolment.</param>
    /// <param name="Tokens">Its access token in mode <see cref="SignInMode.Tokens"/>; null when the cookie was set.</param>
    public sealed record EnrollmentRequired(Session Session, SignInTokens? Tokens) : SignInStep;

    /// <summary>The account waits for its address to be confirmed.</summary>
    public sealed record EmailNotConfirmed : SignInStep;

    /// <summary>Locked after failures.</summary>
    /// <param name="RetryAfter">For how long.</param>
    public sealed record Locked(TimeSpan RetryAfter) : SignInStep;

    /// <summary>Too many codes tried.</summary>
    /// <param name="RetryAfter">How long to wait.</param>
    public sealed record Throttled(TimeSpan RetryAfter) : SignInStep;

    /// <summary>All was proven, but no session may begin: the subject has as many as it may have, or all were revoked meanwhile.</summary>
    /// <param name="Status">Which of the two.</param>
    public sealed record SessionRefused(SessionStartStatus Status) : SignInStep;

    /// <summary>The cookie cannot be set: the connection is neither https nor loopback.</summary>
    public sealed record InsecureConnection : SignInStep;
}
