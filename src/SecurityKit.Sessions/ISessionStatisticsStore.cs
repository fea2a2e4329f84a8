namespace SecurityKit.Sessions;

/// <summary>
/// Counts the sessions of an <see cref="ISessionStore"/> of the same engine, and keeps what happened hour by hour. Thread-safe. Every call throws
/// <see cref="StoreUnavailableException"/> when the store cannot be asked.
/// </summary>
public interface ISessionStatisticsStore
{
    /// <summary>Counts the sessions that are live or can be renewed. Reads all of them, in small steps: for dashboards, not for requests.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many, and on which devices and networks. Sessions that come and go meanwhile may be counted or not.</returns>
    ValueTask<SessionCensus> CountAsync(CancellationToken cancellationToken);

    /// <summary>Adds counts to those of an hour in one atomic step, and keeps them for <see cref="SessionTally.Retention"/>.</summary>
    /// <param name="tally">The hour and what to add.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when it is done.</returns>
    ValueTask AddAsync(SessionTally tally, CancellationToken cancellationToken);

    /// <summary>Reads the hours from the one of <paramref name="from"/> to the one of <paramref name="to"/>, the earliest first.</summary>
    /// <param name="from">A moment of the first hour.</param>
    /// <param name="to">A moment of the last hour.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The hours in which something happened.</returns>
    ValueTask<IReadOnlyList<SessionTally>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Forgets hours older than <see cref="SessionTally.Retention"/>. Stores that expire by themselves have nothing to do.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many counts were forgotten.</returns>
    ValueTask<int> RemoveExpiredAsync(CancellationToken cancellationToken);
}
