namespace SecurityKit.AspNetCore;

/// <summary>A number of calls in a sliding window.</summary>
public sealed class ThrottleLimit
{
    /// <summary>How many calls any window holds. Range: 1 to 1000.</summary>
    public int Permits { get; set; }

    /// <summary>How long a call counts. Range: 1 second to 1 day.</summary>
    public TimeSpan Window { get; set; }

    internal CounterLimit ToCounterLimit() => new(Permits, Window);
}
