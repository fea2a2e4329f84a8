namespace SecurityKit.Mfa;

/// <summary>Devices that need not show a further factor for a while.</summary>
public sealed class TrustedDeviceOptions
{
    /// <summary>How long a device stays trusted; zero switches trusted devices off; at most 90 days.</summary>
    /// <value>Default: 30 days.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(30);
}
