namespace SecurityKit.Identity;

/// <summary>Counts failed sign-ins. Thread-safe, and safe across processes: of parallel attempts under one key exactly as many are allowed as the rule says.</summary>
public interface ILockoutStore
{
    /// <summary>Applies <see cref="LockoutRule.Begin"/> to what is kept under a key, atomically.</summary>
    /// <param name="key">Whose attempts: an opaque id, at most 128 characters.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached; treat it as not allowed.</exception>
    ValueTask<LockoutDecision> BeginAttemptAsync(string key, LockoutRule rule, CancellationToken cancellationToken);

    /// <summary>Forgets the failures under a key: the password was right, or an administrator unlocked.</summary>
    /// <param name="key">Whose attempts.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether there was something to forget.</returns>
    ValueTask<bool> ClearAsync(string key, CancellationToken cancellationToken);

    /// <summary>Removes what has neither failed nor been locked since a time.</summary>
    /// <param name="before">The time, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many keys were removed.</returns>
    ValueTask<int> RemoveStaleAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
