namespace SecurityKit.Mfa;

/// <summary>What a store answered to a removal.</summary>
public enum AuthenticatorRemoval
{
    /// <summary>There is no such authenticator of that subject.</summary>
    NotFound = 0,

    /// <summary>Removed; no change to whether the subject has an active one.</summary>
    Removed,

    /// <summary>Removed, and it was the last active one: the recovery codes went in the same step.</summary>
    RemovedLast,

    /// <summary>Kept: it is the last active one that is stronger than e-mail, and the caller asked to keep one.</summary>
    KeptLast,
}
