using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>How a step-up ended. Switch over the cases; there are no others.</summary>
public abstract record StepUpOutcome
{
    private StepUpOutcome()
    {
    }

    /// <summary>The session has the fresh factor.</summary>
    /// <param name="Session">The session as it is now.</param>
    /// <param name="Tokens">A new access token, where the session came by one; null where the cookie was renewed.</param>
    public sealed record SteppedUp(Session Session, SignInTokens? Tokens) : StepUpOutcome;

    /// <summary>The code is wrong, was used before, or the method is not set up.</summary>
    public sealed record InvalidCode : StepUpOutcome;

    /// <summary>Too many codes tried.</summary>
    /// <param name="RetryAfter">How long to wait.</param>
    public sealed record Throttled(TimeSpan RetryAfter) : StepUpOutcome;

    /// <summary>Nobody is signed in, or the session ended meanwhile.</summary>
    public sealed record NotSignedIn : StepUpOutcome;
}
