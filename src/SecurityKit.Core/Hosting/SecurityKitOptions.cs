namespace SecurityKit;

/// <summary>Decisions that concern the whole kit. Binds from the configuration section <c>SecurityKit</c>.</summary>
public sealed class SecurityKitOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit";

    /// <summary>
    /// Whether a host in the Production environment may keep security state in the memory of one process,
    /// where a restart forgets sessions, spent codes and lockouts.
    /// </summary>
    /// <value>Default: <see langword="false"/>; the start is refused.</value>
    public bool AllowVolatileStoresInProduction { get; set; }

    /// <summary>How long security events are kept. At least one day.</summary>
    /// <value>Default: 365 days.</value>
    public TimeSpan EventRetention { get; set; } = TimeSpan.FromDays(365);
}
