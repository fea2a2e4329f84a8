namespace SecurityKit.Crypto;

/// <summary>What verifying a password found.</summary>
public enum PasswordVerification
{
    /// <summary>It does not match, or the hash is not one the kit reads.</summary>
    Failed = 0,

    /// <summary>It matches.</summary>
    Verified,

    /// <summary>It matches, but the hash is of an older form, weaker parameters or an older pepper: hash anew and keep that.</summary>
    VerifiedRehashNeeded,
}
