namespace SecurityKit;

/// <summary>
/// Counts permits in sliding windows, atomically: of any number of parallel calls exactly as many succeed as the limit allows.
/// Thread-safe; for distributed stores also across processes, on the store's own clock.
/// </summary>
public interface ICounterStore
{
    /// <summary>Takes permits if the window has room for all of them.</summary>
    /// <param name="key">Which counter.</param>
    /// <param name="limit">Its limit. The window slides: a permit frees itself when it is <see cref="CounterLimit.Window"/> old.</param>
    /// <param name="permits">How many; 0 asks without taking.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached; treat it as not taken.</exception>
    ValueTask<CounterDecision> TryTakeAsync(CounterKey key, CounterLimit limit, int permits, CancellationToken cancellationToken);

    /// <summary>Gives back the most recently taken permits, such as the one of a guess that turned out right. More than were taken does no harm.</summary>
    /// <param name="key">Which counter.</param>
    /// <param name="permits">How many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when they are given back.</returns>
    ValueTask GiveBackAsync(CounterKey key, int permits, CancellationToken cancellationToken);

    /// <summary>Forgets a counter.</summary>
    /// <param name="key">Which counter.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when it is forgotten.</returns>
    ValueTask ResetAsync(CounterKey key, CancellationToken cancellationToken);
}
