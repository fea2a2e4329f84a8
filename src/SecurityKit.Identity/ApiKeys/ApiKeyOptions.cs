namespace SecurityKit.Identity;

/// <summary>How API keys are made. Part of <see cref="IdentityOptions"/>.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>What every key begins with, so that scanners know it. Keys with another prefix are refused.</summary>
    /// <value>Default: <c>kit</c>. 2 to 12 lower-case letters and digits.</value>
    public string Prefix { get; set; } = "kit";

    /// <summary>How long a key lives that asks for nothing else.</summary>
    /// <value>Default: 365 days. 1 hour to <see cref="MaxLifetime"/>.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(365);

    /// <summary>The longest life a key may ask for.</summary>
    /// <value>Default: 365 days. At most 3,650 days.</value>
    public TimeSpan MaxLifetime { get; set; } = TimeSpan.FromDays(365);

    /// <summary>How many live keys one subject may have.</summary>
    /// <value>Default: 20. 1 to 1,000.</value>
    public int MaxKeysPerSubject { get; set; } = 20;

    /// <summary>How long a replaced key works beside the new one when the caller says nothing else.</summary>
    /// <value>Default: 24 hours. 0 to 30 days.</value>
    public TimeSpan RotationOverlap { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How exactly <see cref="ApiKey.LastUsedAt"/> is kept: at most one write per key in this time.</summary>
    /// <value>Default: 5 minutes. 1 minute to 1 day.</value>
    public TimeSpan LastUsedResolution { get; set; } = TimeSpan.FromMinutes(5);
}
