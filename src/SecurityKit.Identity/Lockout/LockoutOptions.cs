namespace SecurityKit.Identity;

/// <summary>When wrong passwords lock, and for how long.</summary>
public sealed class LockoutOptions
{
    /// <summary>How many failures inside <see cref="Window"/> lock.</summary>
    /// <value>Default: 5. 1 to 100.</value>
    public int MaxFailures { get; set; } = 5;

    /// <summary>How long failures add up.</summary>
    /// <value>Default: 30 minutes. 1 minute to 1 day.</value>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long the first lock lasts. Each further one lasts twice as long as the one before.</summary>
    /// <value>Default: 30 minutes. 1 minute to <see cref="MaxDuration"/>.</value>
    public TimeSpan FirstDuration { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long the longest lock lasts; after so long without a failure the past is forgotten.</summary>
    /// <value>Default: 24 hours. At most 7 days.</value>
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many failures in 24 hours lock until they are over, however slowly they come.</summary>
    /// <value>Default: 20. <see cref="MaxFailures"/> to 1,000.</value>
    public int MaxFailuresPerDay { get; set; } = 20;

    /// <summary>
    /// How long a device that has signed in keeps failures of its own: whoever locks the account from elsewhere does not lock this device.
    /// A new password ends it for all devices but the one that set it.
    /// </summary>
    /// <value>Default: 180 days. 1 hour to 400 days.</value>
    public TimeSpan KnownDeviceLifetime { get; set; } = TimeSpan.FromDays(180);

    internal LockoutRule ToRule() => new(MaxFailures, Window, FirstDuration, MaxDuration, MaxFailuresPerDay);
}
