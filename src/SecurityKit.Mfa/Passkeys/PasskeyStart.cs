namespace SecurityKit.Mfa;

/// <summary>How the wish for a prompt ended. Switch over the cases; there are no others.</summary>
public abstract record PasskeyStart
{
    private PasskeyStart()
    {
    }

    /// <summary>The browser may be asked.</summary>
    /// <param name="OptionsJson">For <c>PublicKeyCredential.parseCreationOptionsFromJSON</c> or <c>parseRequestOptionsFromJSON</c>. Its challenge works once.</param>
    /// <param name="ExpiresAt">Until when an answer is taken, UTC.</param>
    public sealed record Started(string OptionsJson, DateTimeOffset ExpiresAt) : PasskeyStart
    {
        /// <summary>The expiry only.</summary>
        /// <returns>A text that is safe to log.</returns>
        public override string ToString() => $"Started {{ ExpiresAt = {ExpiresAt:O} }}";
    }

    /// <summary>Passkeys are not set up on this host, or the subject does not fit into one.</summary>
    public sealed record Unavailable : PasskeyStart;

    /// <summary>The sign-in is unknown, expired, or was completed before.</summary>
    public sealed record ChallengeNotFound : PasskeyStart;

    /// <summary>The subject has no passkey.</summary>
    public sealed record NotEnrolled : PasskeyStart;

    /// <summary>The subject has as many authenticators as it may have.</summary>
    /// <param name="Limit">How many that is.</param>
    public sealed record LimitReached(int Limit) : PasskeyStart;
}
