namespace SecurityKit.Sessions;

/// <summary>How many sessions a subject may have, and what happens then.</summary>
/// <param name="Maximum">At least one.</param>
/// <param name="WhenReached">What happens to one more.</param>
public readonly record struct SessionLimit(int Maximum, SessionLimitAction WhenReached);
