namespace SecurityKit;

/// <summary>
/// Tells other nodes that something changed. Delivery is at most once: a subscriber also polls, on its own stated interval,
/// and never relies on the feed alone. Thread-safe.
/// </summary>
public interface IChangeFeed
{
    /// <summary>Tells every subscriber, this node's included. The change itself stands already, so a feed that cannot be reached is logged, not thrown.</summary>
    /// <param name="notice">What changed.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when the notice is on its way; this node's own subscribers have seen it by then.</returns>
    ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken);

    /// <summary>
    /// Calls <paramref name="onChange"/> for every notice of a topic until the subscription is disposed. Calls may overlap. A feed that was
    /// cut off calls with an empty key when it is back: anything may have changed meanwhile.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="onChange">What to do; its exceptions are logged, not passed on.</param>
    /// <returns>The subscription.</returns>
    IDisposable Subscribe(string topic, Func<ChangeNotice, CancellationToken, ValueTask> onChange);
}
