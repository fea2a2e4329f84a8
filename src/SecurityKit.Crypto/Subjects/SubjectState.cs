namespace SecurityKit.Crypto;

/// <summary>Where a subject stands.</summary>
public enum SubjectState
{
    /// <summary>Nothing was ever encrypted for it.</summary>
    Unknown,

    /// <summary>It has a key.</summary>
    Active,

    /// <summary>Its keys were destroyed, and it gets none unless it is enrolled anew.</summary>
    Erased,
}
