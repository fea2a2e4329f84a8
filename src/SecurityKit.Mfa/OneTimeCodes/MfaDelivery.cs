namespace SecurityKit.Mfa;

/// <summary>How the wish for a code ended. Switch over the cases; there are no others.</summary>
public abstract record MfaDelivery
{
    private MfaDelivery()
    {
    }

    /// <summary>The carrier has taken the code. It takes the place of an earlier one; guesses used up stay used up.</summary>
    /// <param name="MaskedDestination">Where it goes, masked, fit to be shown.</param>
    /// <param name="ExpiresAt">Until when it works, UTC.</param>
    public sealed record Sent(string MaskedDestination, DateTimeOffset ExpiresAt) : MfaDelivery;

    /// <summary>Too many codes were sent. None was sent now.</summary>
    /// <param name="RetryAfter">How long until another may be sent.</param>
    public sealed record Throttled(TimeSpan RetryAfter) : MfaDelivery;

    /// <summary>The subject has not set the method up, or no sender is configured for it, or it takes no sent code.</summary>
    public sealed record Unavailable : MfaDelivery;

    /// <summary>The carrier did not take it.</summary>
    public sealed record NotSent : MfaDelivery;

    /// <summary>The sign-in is unknown, expired, or was completed before.</summary>
    public sealed record ChallengeNotFound : MfaDelivery;
}
