namespace SecurityKit.Mfa;

/// <summary>How a subject's further factors stand.</summary>
/// <param name="Authenticators">The active ones, oldest first.</param>
/// <param name="RecoveryCodesLeft">How many recovery codes are not spent.</param>
public sealed record MfaStatus(IReadOnlyList<AuthenticatorInfo> Authenticators, int RecoveryCodesLeft)
{
    /// <summary>Whether signing in takes a further factor.</summary>
    public bool IsEnabled => Authenticators.Count > 0;
}
