namespace SecurityKit.Mfa;

/// <summary>What a subject is told about its further factors.</summary>
public enum MfaNotice
{
    /// <summary>An authenticator was added.</summary>
    AuthenticatorAdded,

    /// <summary>An authenticator was removed.</summary>
    AuthenticatorRemoved,

    /// <summary>Signing in takes one factor again.</summary>
    Disabled,

    /// <summary>New recovery codes replaced the old ones.</summary>
    RecoveryCodesRegenerated,

    /// <summary>A recovery code was used.</summary>
    RecoveryCodeUsed,

    /// <summary>A device need not show a further factor for a while.</summary>
    DeviceTrusted,
}
