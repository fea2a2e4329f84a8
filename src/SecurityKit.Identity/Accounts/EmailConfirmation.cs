namespace SecurityKit.Identity;

/// <summary>How confirming an e-mail address ended.</summary>
public enum EmailConfirmation
{
    /// <summary>The token or the account is not there any more, or the account has another address by now.</summary>
    Invalid = 0,

    /// <summary>The address is confirmed.</summary>
    Confirmed,

    /// <summary>Another account has confirmed this address before.</summary>
    Taken,
}
