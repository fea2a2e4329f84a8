namespace SecurityKit.Mfa;

/// <summary>All a store keeps for one subject, read at one moment.</summary>
/// <param name="Authenticators">Pending and active ones, oldest first.</param>
/// <param name="RecoveryCodesLeft">How many recovery codes are not spent.</param>
public sealed record SubjectAuthenticators(IReadOnlyList<Authenticator> Authenticators, int RecoveryCodesLeft);
