namespace SecurityKit.Mfa;

/// <summary>How the wish for new recovery codes ended. Switch over the cases; there are no others.</summary>
public abstract record RecoveryCodeRegeneration
{
    private RecoveryCodeRegeneration()
    {
    }

    /// <summary>New codes replaced all old ones.</summary>
    /// <param name="RecoveryCodes">Ten codes, for their owner's eyes only, once.</param>
    public sealed record Regenerated(IReadOnlyList<string> RecoveryCodes) : RecoveryCodeRegeneration
    {
        /// <summary>The number of codes; never the codes.</summary>
        /// <returns>A text that is safe to log.</returns>
        public override string ToString() => $"Regenerated {{ RecoveryCodes = {RecoveryCodes.Count} }}";
    }

    /// <summary>The session's second factor is missing or too old.</summary>
    public sealed record StepUpRequired : RecoveryCodeRegeneration;

    /// <summary>The subject has no active authenticator that the codes could stand in for.</summary>
    public sealed record NotEnabled : RecoveryCodeRegeneration;
}
