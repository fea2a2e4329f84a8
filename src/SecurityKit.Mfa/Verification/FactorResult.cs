namespace SecurityKit.Mfa;

/// <summary>What a factor found.</summary>
/// <param name="Status">The finding.</param>
/// <param name="AuthenticatorId">Which authenticator the code belonged to, where one did.</param>
/// <param name="Step">The TOTP step of a code that belongs to a pending authenticator and is still to be spent with its activation; else -1.</param>
internal readonly record struct FactorResult(FactorStatus Status, string? AuthenticatorId = null, long Step = -1)
{
    /// <summary>What was proven, where one method of ours proves one of several; else null.</summary>
    internal string? ProvenMethod { get; init; }
}
