namespace SecurityKit;

/// <summary>How what an event reports ended.</summary>
public enum SecurityEventOutcome
{
    /// <summary>It was done.</summary>
    Success,

    /// <summary>It was tried and did not succeed.</summary>
    Failure,

    /// <summary>It was refused by a rule.</summary>
    Denied,
}
