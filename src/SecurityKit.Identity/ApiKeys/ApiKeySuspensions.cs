namespace SecurityKit.Identity;

/// <summary>Why a key is out of use for the time being. A key may have several causes, and works again when the last is gone.</summary>
[Flags]
public enum ApiKeySuspensions
{
    /// <summary>It is in use.</summary>
    None = 0,

    /// <summary>Its account is disabled. Enabling the account takes away this cause and no other.</summary>
    AccountDisabled = 1,

    /// <summary>Somebody froze the subject's keys, such as an operator or a response to an incident.</summary>
    Frozen = 2,

    /// <summary>The password was reset, or a change of address taken back. The subject itself takes the keys back into use.</summary>
    PasswordReset = 4,
}
