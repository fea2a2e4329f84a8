namespace SecurityKit.Identity;

/// <summary>Why an account gets a mail.</summary>
public enum AccountMailKind
{
    /// <summary>It carries the token that confirms the address.</summary>
    ConfirmEmail,

    /// <summary>It carries the token that sets a new password.</summary>
    ResetPassword,

    /// <summary>It goes to the address that shall become the account's, and carries the token that makes it so.</summary>
    ConfirmEmailChange,

    /// <summary>It tells the address before that the account has another one now, and carries the token that undoes it, where there is one.</summary>
    EmailChanged,
}
