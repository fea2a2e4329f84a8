namespace SecurityKit.Sessions;

/// <summary>One thing that is unlike the subject.</summary>
public enum SuspicionSignal
{
    /// <summary>The device was not seen with this subject in the last 31 days.</summary>
    NewDevice,

    /// <summary>The network was not seen with this subject in the last 31 days.</summary>
    NewNetwork,

    /// <summary>Sign-ins from more addresses within an hour than <see cref="SuspicionOptions.MaxAddressesPerHour"/>.</summary>
    ManyAddresses,

    /// <summary>The way from where the subject was last seen is too long for the time.</summary>
    ImpossibleTravel,

    /// <summary>A session's token came from another browser or operating system than the session was started with.</summary>
    UserAgentChanged,
}
