using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>LISTEN / NOTIFY. The listening connection is opened at the first subscription and opened again whenever it is lost.</summary>
internal sealed class PostgreSqlChangeFeed : IChangeFeed, IAsyncDisposable, IDisposable
{
    /// <summary>The server takes less than 8000 bytes.</summary>
    private const int MaxPayloadBytes = 7900;

    private readonly string _node = Guid.NewGuid().ToString("N");
    private readonly ChangeSubscriptions _subscriptions;
    private readonly IDbContextFactory<SecurityKitDbContext> _contexts;
    private readonly ILogger<PostgreSqlChangeFeed> _logger;
    private readonly PostgreSqlListener _listener;

    public PostgreSqlChangeFeed(
        ChangeSubscriptions subscriptions,
        IDbContextFactory<SecurityKitDbContext> contexts,
        DatabaseChoice choice,
        IOptions<DatabaseOptions> options,
        TimeProvider clock,
        ILogger<PostgreSqlChangeFeed> logger)
    {
        _subscriptions = subscriptions;
        _contexts = contexts;
        _logger = logger;
        _listener = new PostgreSqlListener(
            DatabaseConfiguration.ForPostgreSql(choice.ConnectionString, options.Value),
            OnNotificationAsync,
            subscriptions.DispatchGapAsync,
            clock,
            logger);
    }

    /// <summary>Completes while the server is being listened to.</summary>
    internal Task Listening => _listener.Listening;

    public async ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        await _subscriptions.DispatchAsync(notice, cancellationToken).ConfigureAwait(false);
        try
        {
            var context = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await using var contextScope = context.ConfigureAwait(false);
            await context.Database.ExecuteSqlRawAsync(
                "SELECT pg_notify({0}, {1})", [PostgreSqlListener.Channel, ChangeWireFormat.Write(_node, notice, MaxPayloadBytes)], cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception)
        {
            DatabaseLog.PublishFailed(_logger, notice.Topic, exception);
        }
    }

    public IDisposable Subscribe(string topic, Func<ChangeNotice, CancellationToken, ValueTask> onChange)
    {
        var subscription = _subscriptions.Subscribe(topic, onChange);
        _listener.Start();
        return subscription;
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    public void Dispose() => _listener.Dispose();

    private ValueTask OnNotificationAsync(string payload, CancellationToken cancellationToken) =>
        ChangeWireFormat.TryRead(payload, out var node, out var notice) && node != _node
            ? _subscriptions.DispatchAsync(notice, cancellationToken)
            : ValueTask.CompletedTask;
}
