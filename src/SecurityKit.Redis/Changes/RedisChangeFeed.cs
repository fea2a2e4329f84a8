using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>Publish / subscribe on one channel, subscribed to at the first subscription and again whenever the connection was lost.</summary>
internal sealed class RedisChangeFeed : IChangeFeed, IAsyncDisposable, IDisposable
{
    private const int MaxBytes = 1 << 16;
    private static readonly TimeSpan PauseBeforeRetry = TimeSpan.FromMilliseconds(500);

    private readonly string _node = Guid.NewGuid().ToString("N");
    private readonly RedisChannel _channel;
    private readonly RedisConnection _connection;
    private readonly ChangeSubscriptions _subscriptions;
    private readonly TimeProvider _clock;
    private readonly ILogger<RedisChangeFeed> _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopToken;
    private readonly Lock _gate = new();
    private Task? _subscribed;

    public RedisChangeFeed(
        RedisConnection connection, RedisKeyspace keyspace, ChangeSubscriptions subscriptions, TimeProvider clock, ILogger<RedisChangeFeed> logger)
    {
        _connection = connection;
        _channel = keyspace.Channel("changes");
        _subscriptions = subscriptions;
        _clock = clock;
        _logger = logger;
        _stopToken = _stop.Token;
        connection.Restored += OnRestored;
    }

    /// <summary>Completes when the channel is subscribed to.</summary>
    internal Task Subscribed => _subscribed ?? Task.CompletedTask;

    public async ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        await _subscriptions.DispatchAsync(notice, cancellationToken).ConfigureAwait(false);
        try
        {
            await _connection.ExecuteOnSubscriberAsync(
                static (subscriber, s) => subscriber.PublishAsync(s._channel, s.payload),
                (_channel, payload: (RedisValue)ChangeWireFormat.Write(_node, notice, MaxBytes)),
                cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception)
        {
            RedisLog.PublishFailed(_logger, notice.Topic, exception);
        }
    }

    public IDisposable Subscribe(string topic, Func<ChangeNotice, CancellationToken, ValueTask> onChange)
    {
        var subscription = _subscriptions.Subscribe(topic, onChange);
        lock (_gate)
        {
            _subscribed ??= Task.Run(SubscribeAsync);
        }

        return subscription;
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await Subscribed.ConfigureAwait(false);
    }

    /// <summary>Ends the subscribing without waiting for it.</summary>
    public void Dispose()
    {
        _connection.Restored -= OnRestored;
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task SubscribeAsync()
    {
        var stop = _stopToken;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await _connection.ExecuteOnSubscriberAsync(
                    static async (subscriber, self) =>
                    {
                        await subscriber.SubscribeAsync(self._channel, self.OnMessage).ConfigureAwait(false);
                        return true;
                    },
                    this,
                    stop).ConfigureAwait(false);
                await _subscriptions.DispatchGapAsync(stop).ConfigureAwait(false);
                return;
            }
            catch (StoreUnavailableException exception)
            {
                RedisLog.SubscribeFailed(_logger, exception);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(PauseBeforeRetry, _clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The client calls this on its own thread, which must not wait; the subscribers' exceptions end in the log.</summary>
    private void OnMessage(RedisChannel channel, RedisValue payload)
    {
        if (ChangeWireFormat.TryRead((string?)payload, out var node, out var notice) && node != _node)
        {
            _ = Task.Run(() => _subscriptions.DispatchAsync(notice, CancellationToken.None).AsTask(), CancellationToken.None);
        }
    }

    private void OnRestored()
    {
        if (_subscribed is not null)
        {
            _ = Task.Run(() => _subscriptions.DispatchGapAsync(CancellationToken.None).AsTask(), CancellationToken.None);
        }
    }
}
