namespace SecurityKit.Identity;

/// <summary>Why an account gets a mail.</summary>
public enum AccountMailKind
{
    /// <summary>It carries the token that confirms the address.</summary>
    ConfirmEmail,

    /// <summary>It carries the token that sets a new password.</summary>
    ResetPassword,
}
