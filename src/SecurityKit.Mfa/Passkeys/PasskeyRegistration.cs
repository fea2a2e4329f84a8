namespace SecurityKit.Mfa;

/// <summary>How the registration of a passkey ended. Switch over the cases; there are no others.</summary>
public abstract record PasskeyRegistration
{
    private PasskeyRegistration()
    {
    }

    /// <summary>The passkey is active.</summary>
    /// <param name="AuthenticatorId">Its id.</param>
    /// <param name="Factor">What its making proved: it was there, and it verified its user.</param>
    /// <param name="RecoveryCodes">Ten codes, for their owner's eyes only, once, at the first authenticator; else none.</param>
    public sealed record Registered(string AuthenticatorId, AuthenticationFactor Factor, IReadOnlyList<string> RecoveryCodes) : PasskeyRegistration
    {
        /// <summary>The id and the number of codes; never the codes.</summary>
        /// <returns>A text that is safe to log.</returns>
        public override string ToString() => $"Registered {{ AuthenticatorId = {AuthenticatorId}, RecoveryCodes = {RecoveryCodes.Count} }}";
    }

    /// <summary>The name is not acceptable. The prompt is still open.</summary>
    /// <param name="Problems">What is wrong with <c>name</c>.</param>
    public sealed record Refused(IReadOnlyList<InputProblem> Problems) : PasskeyRegistration;

    /// <summary>The answer is not good: no open prompt, no user verification, another origin, or a passkey that is registered already. Which of these is not told.</summary>
    public sealed record Invalid : PasskeyRegistration;

    /// <summary>The subject has as many authenticators as it may have.</summary>
    /// <param name="Limit">How many that is.</param>
    public sealed record LimitReached(int Limit) : PasskeyRegistration;

    /// <summary>Passkeys are not set up on this host.</summary>
    public sealed record Unavailable : PasskeyRegistration;
}
