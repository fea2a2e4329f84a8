namespace SecurityKit.AspNetCore;

/// <summary>How the subject's further factors stand.</summary>
internal sealed record MfaAnswer(IReadOnlyList<AuthenticatorAnswer> Authenticators, int RecoveryCodesLeft);
