namespace SecurityKit.Sessions;

/// <summary>What happens when a subject with as many sessions as it may have signs in once more.</summary>
public enum SessionLimitAction
{
    /// <summary>The oldest session ends.</summary>
    EvictOldest,

    /// <summary>The new sign-in is refused.</summary>
    Refuse,
}
