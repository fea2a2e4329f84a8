namespace SecurityKit.Identity;

/// <summary>How breached passwords are asked about. Binds from the configuration section <c>SecurityKit:Identity:BreachedPasswords</c>.</summary>
public sealed class BreachedPasswordOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit:Identity:BreachedPasswords";

    /// <summary>Where ranges are asked for; <c>{prefix}</c> is replaced by the first five hexadecimal digits of the password's SHA-1.</summary>
    /// <value>Default: <c>https://api.pwnedpasswords.com/range/{prefix}</c>.</value>
    public string RangeUrl { get; set; } = "https://api.pwnedpasswords.com/range/{prefix}";

    /// <summary>How long an answer may take.</summary>
    /// <value>Default: 2 seconds. 100 milliseconds to 30 seconds.</value>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether a password is refused while nobody answers. The offline lists apply in any case.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool RefuseWhenUnavailable { get; set; }
}
