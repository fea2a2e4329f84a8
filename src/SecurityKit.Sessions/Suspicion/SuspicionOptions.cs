namespace SecurityKit.Sessions;

/// <summary>
/// What counts as suspicious, and what follows. Binds from <c>SecurityKit:Sessions:Suspicion</c>. Scores of all signals are added;
/// 0 switches a signal off.
/// </summary>
public sealed class SuspicionOptions
{
    /// <summary>The score of <see cref="SuspicionSignal.NewDevice"/>.</summary>
    /// <value>Default: 20. 0 to 1000.</value>
    public int NewDeviceScore { get; set; } = 20;

    /// <summary>The score of <see cref="SuspicionSignal.NewNetwork"/>.</summary>
    /// <value>Default: 10. 0 to 1000.</value>
    public int NewNetworkScore { get; set; } = 10;

    /// <summary>The score of <see cref="SuspicionSignal.ManyAddresses"/>.</summary>
    /// <value>Default: 40. 0 to 1000.</value>
    public int ManyAddressesScore { get; set; } = 40;

    /// <summary>The score of <see cref="SuspicionSignal.ImpossibleTravel"/>. Assessed where the host registers an <see cref="IGeoResolver"/>.</summary>
    /// <value>Default: 60. 0 to 1000.</value>
    public int ImpossibleTravelScore { get; set; } = 60;

    /// <summary>The score of <see cref="SuspicionSignal.UserAgentChanged"/>.</summary>
    /// <value>Default: 100, which ends the session. 0 to 1000.</value>
    public int UserAgentChangedScore { get; set; } = 100;

    /// <summary>From how many addresses a subject may sign in within an hour.</summary>
    /// <value>Default: 3. 1 to 100.</value>
    public int MaxAddressesPerHour { get; set; } = 3;

    /// <summary>The fastest way to travel, in kilometres an hour.</summary>
    /// <value>Default: 1000. 100 to 5000.</value>
    public double MaxTravelKilometresPerHour { get; set; } = 1000;

    /// <summary>The score from which a new session needs a step-up before it is good for anything; null for never.</summary>
    /// <value>Default: <see langword="null"/>. 1 to <see cref="RevokeScore"/>.</value>
    public int? StepUpScore { get; set; }

    /// <summary>The score from which a sign-in is refused and a session ends; null for never.</summary>
    /// <value>Default: 100. At least 1.</value>
    public int? RevokeScore { get; set; } = 100;
}
