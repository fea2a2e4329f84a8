namespace SecurityKit.Cli.Tests;

/// <summary>The system's clock and timers, and a leap in time that no timer sees.</summary>
internal sealed class LeapingClock : TimeProvider
{
    internal TimeSpan Leap { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Leap;
}
