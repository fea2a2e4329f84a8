namespace SecurityKit.EntityFrameworkCore;

/// <summary>SQLite cannot call out to other processes: this node's subscribers are told at once, other processes on the same file see it when they poll.</summary>
internal sealed class SqliteChangeFeed(ChangeSubscriptions subscriptions) : IChangeFeed
{
    public ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken) =>
        subscriptions.DispatchAsync(notice, cancellationToken);

    public IDisposable Subscribe(string topic, Func<ChangeNotice, CancellationToken, ValueTask> onChange) =>
        subscriptions.Subscribe(topic, onChange);
}
