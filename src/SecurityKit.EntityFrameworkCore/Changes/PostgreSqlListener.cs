using Microsoft.Extensions.Logging;
using Npgsql;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Keeps one connection that listens on a channel, and says so when there was a gap.</summary>
internal sealed class PostgreSqlListener(
    string connectionString,
    Func<string, CancellationToken, ValueTask> onNotification,
    Func<CancellationToken, ValueTask> onGap,
    TimeProvider clock,
    ILogger logger) : IAsyncDisposable, IDisposable
{
    internal const string Channel = "sk_changes";
    private const int KeepAliveSeconds = 5;
    private static readonly TimeSpan PauseBeforeReconnect = TimeSpan.FromMilliseconds(500);

    private readonly string _connectionString =
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = KeepAliveSeconds }.ToString();

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _loop;
    private bool _isDisposed;

    internal Task Listening
    {
        get
        {
            lock (_gate)
            {
                return _listening.Task;
            }
        }
    }

    internal void Start()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var stop = _stop.Token;
            _loop ??= Task.Run(() => RunAsync(stop), CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        Task? loop;
        lock (_gate)
        {
            loop = _loop;
        }

        if (loop is not null)
        {
            await loop.ConfigureAwait(false);
        }
    }

    /// <summary>Ends the listening without waiting for it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                _stop.Cancel();
                _stop.Dispose();
            }
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var isKnownToBeDown = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(() => isKnownToBeDown = false, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever ended the connection, the answer is the same: say so once, and connect again.
                if (!isKnownToBeDown)
                {
                    DatabaseLog.ListenerLost(logger, exception);
                }

                isKnownToBeDown = true;
            }

            lock (_gate)
            {
                if (_listening.Task.IsCompleted)
                {
                    _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }

            await Task.Delay(PauseBeforeReconnect, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(Action onConnected, CancellationToken stop)
    {
        var connection = new NpgsqlConnection(_connectionString);
        await using var connectionScope = connection.ConfigureAwait(false);
        var waiting = new Queue<string>();
        connection.Notification += (_, notification) => waiting.Enqueue(notification.Payload);
        await connection.OpenAsync(stop).ConfigureAwait(false);
        var command = new NpgsqlCommand("LISTEN " + Channel, connection);
        await using var commandScope = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
        onConnected();
        await onGap(stop).ConfigureAwait(false);
        lock (_gate)
        {
            _listening.TrySetResult();
        }

        while (true)
        {
            while (waiting.TryDequeue(out var payload))
            {
                await onNotification(payload, stop).ConfigureAwait(false);
            }

            await connection.WaitAsync(stop).ConfigureAwait(false);
        }
    }
}
