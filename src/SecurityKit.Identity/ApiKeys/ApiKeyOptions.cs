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

    /// <summary>
    /// What becomes of a subject's keys when its password is reset. A reset says that somebody may have had the account, and a key made meanwhile would
    /// outlive it. Suspended keys are taken back into use by their subject with <see cref="ApiKeyManager.ResumeAllAsync"/>.
    /// </summary>
    /// <value>Default: <see cref="ApiKeyFate.Suspend"/>.</value>
    public ApiKeyFate OnPasswordReset { get; set; } = ApiKeyFate.Suspend;

    /// <summary>What becomes of a subject's keys when it changes its password, which takes the present one.</summary>
    /// <value>Default: <see cref="ApiKeyFate.Keep"/>.</value>
    public ApiKeyFate OnPasswordChange { get; set; } = ApiKeyFate.Keep;

    /// <summary>How exactly <see cref="ApiKey.LastUsedAt"/> is kept: at most one write per key in this time.</summary>
    /// <value>Default: 5 minutes. 1 minute to 1 day.</value>
    public TimeSpan LastUsedResolution { get; set; } = TimeSpan.FromMinutes(5);
}
