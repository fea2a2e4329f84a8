namespace SecurityKit;

/// <summary>What a posture check found.</summary>
public enum PostureStatus
{
    /// <summary>The evidence shows it is not so, or there is no evidence. Also the value of a default finding: nothing passes by default.</summary>
    Failed,

    /// <summary>It holds in part.</summary>
    Partial,

    /// <summary>The evidence shows it holds.</summary>
    Passed,
}
