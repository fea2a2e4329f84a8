namespace SecurityKit;

internal sealed class InMemoryChangeFeed(ChangeSubscriptions subscriptions) : IChangeFeed, IVolatileStore
{
    public ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken) =>
        subscriptions.DispatchAsync(notice, cancellationToken);

    public IDisposable Subscribe(string topic, Func<ChangeNotice, CancellationToken, ValueTask> onChange) =>
        subscriptions.Subscribe(topic, onChange);
}
