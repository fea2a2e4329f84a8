namespace SecurityKit.Sessions;

/// <summary>How suspicious something is, and why.</summary>
/// <param name="Score">The sum of the signals' scores.</param>
/// <param name="Signals">The reasons.</param>
/// <param name="Action">What follows by the host's policy.</param>
public sealed record SuspicionAssessment(int Score, IReadOnlyList<SuspicionSignal> Signals, SuspicionAction Action)
{
    /// <summary>Nothing is suspicious.</summary>
    public static SuspicionAssessment None { get; } = new(0, [], SuspicionAction.Allow);
}
