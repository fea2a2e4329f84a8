namespace SecurityKit;

/// <summary>How much attention an event deserves, in rising order.</summary>
public enum SecurityEventSeverity
{
    /// <summary>Ordinary business.</summary>
    Informational,

    /// <summary>Worth counting.</summary>
    Low,

    /// <summary>Worth a look on the next working day.</summary>
    Medium,

    /// <summary>Worth a look now.</summary>
    High,

    /// <summary>An attack or a loss is likely under way.</summary>
    Critical,
}
