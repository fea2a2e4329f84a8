namespace SecurityKit.Identity;

/// <summary>Whether an attempt may be made.</summary>
/// <param name="IsAllowed">Whether it may; it has been counted as a failure then, until it is cleared.</param>
/// <param name="LocksNow">Whether this attempt, should it fail, is the one that locks.</param>
/// <param name="RetryAfter">When not allowed: how long the lock lasts.</param>
public readonly record struct LockoutDecision(bool IsAllowed, bool LocksNow, TimeSpan RetryAfter);
