using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SecurityKit;

internal sealed class InMemoryChangeFeed(ILogger<InMemoryChangeFeed> logger) : IChangeFeed, IVolatileStore
{
    private readonly ConcurrentDictionary<Subscription, string> _subscriptions = new();

    public async ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        foreach (var (subscription, topic) in _subscriptions)
        {
            if (topic != notice.Topic)
            {
                continue;
            }

            try
            {
                await subscription.OnChange(notice, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                CoreLog.ChangeSubscriberFailed(logger, topic, exception);
            }
        }
    }

    public IDisposable Subscribe(string topic, Func<ChangeNotice, CancellationToken, ValueTask> onChange)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentNullException.ThrowIfNull(onChange);
        var subscription = new Subscription(this, onChange);
        _subscriptions[subscription] = topic;
        return subscription;
    }

    private sealed class Subscription(InMemoryChangeFeed feed, Func<ChangeNotice, CancellationToken, ValueTask> onChange) : IDisposable
    {
        internal Func<ChangeNotice, CancellationToken, ValueTask> OnChange { get; } = onChange;

        public void Dispose() => feed._subscriptions.TryRemove(this, out _);
    }
}
