namespace SecurityKit.Identity;

/// <summary>What becomes of a subject's API keys.</summary>
public enum ApiKeyFate
{
    /// <summary>They work on.</summary>
    Keep = 0,

    /// <summary>They are out of use until their subject, signed in, takes them back into it.</summary>
    Suspend,

    /// <summary>They are revoked for good.</summary>
    Revoke,
}
