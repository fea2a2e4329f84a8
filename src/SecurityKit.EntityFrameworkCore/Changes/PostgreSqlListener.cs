using Microsoft.Extensions.Logging;
using Npgsql;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Keeps one connection that listens on a channel, and says so when there was a gap.</summary>
internal sealed class PostgreSqlListener(
    string connectionString,
    Func<string, CancellationToken, ValueTask> onNotification,
    Func<CancellationToken, ValueTask> onGap,
    TimeProvider clock,
    ILogger logger) : IAsyncDisposable
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
            _loop ??= Task.Run(RunAsync);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        Task? loop;
        lock (_gate)
        {
            loop = _loop;
        }

        if (loop is not null)
        {
            await loop.ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var isKnownToBeDown = false;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(() => isKnownToBeDown = false).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
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

            await Task.Delay(PauseBeforeReconnect, clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(Action onConnected)
    {
        var connection = new NpgsqlConnection(_connectionString);
        await using var connectionScope = connection.ConfigureAwait(false);
        var waiting = new Queue<string>();
        connection.Notification += (_, notification) => waiting.Enqueue(notification.Payload);
        await connection.OpenAsync(_stop.Token).ConfigureAwait(false);
        var command = new NpgsqlCommand("LISTEN " + Channel, connection);
        await using var commandScope = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(_stop.Token).ConfigureAwait(false);
        onConnected();
        await onGap(_stop.Token).ConfigureAwait(false);
        lock (_gate)
        {
            _listening.TrySetResult();
        }

        while (true)
        {
            while (waiting.TryDequeue(out var payload))
            {
                await onNotification(payload, _stop.Token).ConfigureAwait(false);
            }

            await connection.WaitAsync(_stop.Token).ConfigureAwait(false);
        }
    }
}
