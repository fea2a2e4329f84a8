namespace SecurityKit.Identity;

/// <summary>What a mailed token may be used for. A token of one purpose is nothing for another.</summary>
public enum ActionPurpose
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Setting a new password.</summary>
    PasswordReset = 1,

    /// <summary>Confirming an e-mail address.</summary>
    EmailConfirmation = 2,

    /// <summary>Making another e-mail address the account's.</summary>
    EmailChange = 3,

    /// <summary>Undoing such a change from the address before.</summary>
    EmailRevert = 4,
}
