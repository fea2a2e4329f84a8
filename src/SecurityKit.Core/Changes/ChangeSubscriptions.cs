using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SecurityKit;

/// <summary>This node's subscribers to changes; what every <see cref="IChangeFeed"/> is built on. Thread-safe.</summary>
/// <param name="logger">Where the exceptions of subscribers go.</param>
public sealed class ChangeSubscriptions(ILogger<ChangeSubscriptions> logger)
{
    private readonly ConcurrentDictionary<Subscription, string> _subscriptions = new();

    /// <summary>Adds a subscriber; see <see cref="IChangeFeed.Subscribe"/>.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="onChange">What to do.</param>
    /// <returns>The subscription; disposing it ends it.</returns>
    public IDisposable Subscribe(string topic, Func<ChangeNotice, CancellationToken, ValueTask> onChange)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentNullException.ThrowIfNull(onChange);
        var subscription = new Subscription(this, onChange);
        _subscriptions[subscription] = topic;
        return subscription;
    }

    /// <summary>Tells this node's subscribers of the notice's topic, one after the other. What they throw is logged.</summary>
    /// <param name="notice">What changed.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when all have been told.</returns>
    public async ValueTask DispatchAsync(ChangeNotice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        foreach (var (subscription, topic) in _subscriptions)
        {
            if (topic == notice.Topic)
            {
                await TellAsync(subscription, notice, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Tells every subscriber that anything of its topic may have changed: after a gap in which notices can have been lost.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when all have been told.</returns>
    public async ValueTask DispatchGapAsync(CancellationToken cancellationToken)
    {
        foreach (var (subscription, topic) in _subscriptions)
        {
            await TellAsync(subscription, new ChangeNotice(topic, string.Empty), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask TellAsync(Subscription subscription, ChangeNotice notice, CancellationToken cancellationToken)
    {
        try
        {
            await subscription.OnChange(notice, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            CoreLog.ChangeSubscriberFailed(logger, notice.Topic, exception);
        }
    }

    private sealed class Subscription(ChangeSubscriptions owner, Func<ChangeNotice, CancellationToken, ValueTask> onChange) : IDisposable
    {
        internal Func<ChangeNotice, CancellationToken, ValueTask> OnChange { get; } = onChange;

        public void Dispose() => owner._subscriptions.TryRemove(this, out _);
    }
}
