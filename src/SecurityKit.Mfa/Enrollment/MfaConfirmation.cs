namespace SecurityKit.Mfa;

/// <summary>How the confirmation of a pending authenticator ended. Switch over the cases; there are no others.</summary>
public abstract record MfaConfirmation
{
    private MfaConfirmation()
    {
    }

    /// <summary>The authenticator is active, and the code is spent.</summary>
    /// <param name="Factor">What the code proved, and when.</param>
    /// <param name="RecoveryCodes">Ten codes, for their owner's eyes only, once, at the first authenticator; else none.</param>
    public sealed record Confirmed(AuthenticationFactor Factor, IReadOnlyList<string> RecoveryCodes) : MfaConfirmation
    {
        /// <summary>The number of codes; never the codes.</summary>
        /// <returns>A text that is safe to log.</returns>
        public override string ToString() => $"Confirmed {{ RecoveryCodes = {RecoveryCodes.Count} }}";
    }

    /// <summary>The code was wrong.</summary>
    public sealed record Invalid : MfaConfirmation;

    /// <summary>Too many wrong codes of this method. The code was not looked at.</summary>
    /// <param name="RetryAfter">How long until another may be tried.</param>
    public sealed record Throttled(TimeSpan RetryAfter) : MfaConfirmation;

    /// <summary>The subject has no such pending authenticator: unknown, expired, or confirmed before.</summary>
    public sealed record NotFound : MfaConfirmation;
}
