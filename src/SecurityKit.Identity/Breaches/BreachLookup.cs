namespace SecurityKit.Identity;

/// <summary>What asking about a breached password found.</summary>
public enum BreachLookup
{
    /// <summary>Nobody answered in time, or the answer made no sense.</summary>
    Unavailable = 0,

    /// <summary>It is not in any known breach.</summary>
    NotFound,

    /// <summary>It is.</summary>
    Found,
}
