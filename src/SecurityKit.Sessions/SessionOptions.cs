namespace SecurityKit.Sessions;

/// <summary>How sessions live. Binds from the configuration section <c>SecurityKit:Sessions</c>; changes act on new sessions.</summary>
public sealed class SessionOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit:Sessions";

    /// <summary>How long a session lives unused.</summary>
    /// <value>Default: 30 minutes. 1 minute to <see cref="AbsoluteLifetime"/>.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a session lives however much it is used.</summary>
    /// <value>Default: 24 hours. 1 minute to 30 days.</value>
    public TimeSpan AbsoluteLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How old the last-seen time of a session in use may grow before it is written again: at most one write per interval.</summary>
    /// <value>Default: 1 minute. 1 second to half of <see cref="IdleTimeout"/>.</value>
    public TimeSpan TouchInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many sessions a subject may have at once.</summary>
    /// <value>Default: 10. 1 to 1000.</value>
    public int MaxSessionsPerSubject { get; set; } = 10;

    /// <summary>What happens when a subject with that many sessions signs in once more.</summary>
    /// <value>Default: <see cref="SessionLimitAction.EvictOldest"/>.</value>
    public SessionLimitAction WhenLimitReached { get; set; } = SessionLimitAction.EvictOldest;

    /// <summary>How often sessions that are over are removed from stores that do not expire by themselves, by one node at a time.</summary>
    /// <value>Default: 15 minutes. 1 minute to 1 day.</value>
    public TimeSpan CleanUpInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Who is told over HTTP when sessions are ended before their time.</summary>
    /// <value>Default: nobody.</value>
    public IList<BackchannelReceiver> Backchannel { get; } = [];

    /// <summary>What counts as suspicious, and what follows.</summary>
    public SuspicionOptions Suspicion { get; set; } = new();

    /// <summary>Access and refresh tokens.</summary>
    public TokenOptions Tokens { get; set; } = new();
}
