namespace SecurityKit.AspNetCore;

/// <summary>How many calls of the routes that anyone may call are taken from one network (/24 of IPv4, /48 of IPv6).</summary>
public sealed class ThrottleOptions
{
    /// <summary>Sign-in, the second factor, and refreshing.</summary>
    /// <value>Default: 100 a minute.</value>
    public ThrottleLimit SignIn { get; set; } = new() { Permits = 100, Window = TimeSpan.FromMinutes(1) };

    /// <summary>Registration.</summary>
    /// <value>Default: 60 in 10 minutes.</value>
    public ThrottleLimit Registration { get; set; } = new() { Permits = 60, Window = TimeSpan.FromMinutes(10) };

    /// <summary>Forgotten passwords: asking for and spending a reset token.</summary>
    /// <value>Default: 20 in 10 minutes.</value>
    public ThrottleLimit PasswordReset { get; set; } = new() { Permits = 20, Window = TimeSpan.FromMinutes(10) };
}
