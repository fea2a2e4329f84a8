namespace SecurityKit.Sessions;

/// <summary>Sessions that were ended and had lasted about as long.</summary>
/// <param name="UpTo">The longest in this class; null for the last class, which has no bound.</param>
/// <param name="Count">How many there were.</param>
public sealed record SessionDurationClass(TimeSpan? UpTo, long Count);
