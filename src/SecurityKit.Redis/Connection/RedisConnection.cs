using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>
/// The one connection of a host. Every call has its own time limit, since the client's own calls wait for as long as the server stays silent;
/// repeated failures open a circuit, so that callers fail at once. All failures surface as <see cref="StoreUnavailableException"/>. Thread-safe.
/// </summary>
internal sealed class RedisConnection : IAsyncDisposable, IDisposable
{
    private const double FailureRatio = 0.5;
    private const int MinimumCalls = 8;
    private const int KeepAliveSeconds = 5;
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseBetweenReconnects = TimeSpan.FromMilliseconds(200);

    private readonly ConfigurationOptions _configuration;
    private readonly RedisOptions _options;
    private readonly ILogger<RedisConnection> _logger;
    private readonly ResiliencePipeline<bool> _breaker;
    private readonly CircuitBreakerManualControl _circuit = new();
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private volatile ConnectionMultiplexer? _multiplexer;
    private volatile bool _isDisposed;

    public RedisConnection(RedisChoice choice, IOptions<RedisOptions> options, ILogger<RedisConnection> logger)
    {
        _options = options.Value;
        _logger = logger;
        _configuration = Configure(choice.ConnectionString, _options);
        _breaker = BuildBreaker();
    }

    /// <summary>Raised when a lost connection of either kind is back: notices may have been missed.</summary>
    internal event Action? Restored;

    /// <summary>Whether keys live on several nodes, as far as it is known by now.</summary>
    internal bool IsCluster => _multiplexer is { } multiplexer
        && multiplexer.GetEndPoints().Any(endPoint => multiplexer.GetServer(endPoint).ServerType == ServerType.Cluster);

    /// <summary>Runs one operation under the limit and the circuit.</summary>
    internal ValueTask<T> ExecuteAsync<TState, T>(
        Func<IDatabase, TState, Task<T>> operation, TState state, CancellationToken cancellationToken) =>
        RunAsync(static (multiplexer, s) => s.operation(multiplexer.GetDatabase(), s.state), (operation, state), cancellationToken);

    /// <summary>As <see cref="ExecuteAsync"/>, for publishing and subscribing.</summary>
    internal ValueTask<T> ExecuteOnSubscriberAsync<TState, T>(
        Func<ISubscriber, TState, Task<T>> operation, TState state, CancellationToken cancellationToken) =>
        RunAsync(static (multiplexer, s) => s.operation(multiplexer.GetSubscriber(), s.state), (operation, state), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        await _connecting.WaitAsync().ConfigureAwait(false);
        _isDisposed = true;
        var multiplexer = Interlocked.Exchange(ref _multiplexer, null);
        _connecting.Dispose();
        if (multiplexer is not null)
        {
            await multiplexer.CloseAsync(allowCommandsToComplete: false).ConfigureAwait(false);
            multiplexer.Dispose();
        }
    }

    /// <summary>For containers that are not disposed asynchronously; cuts off what is under way.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Interlocked.Exchange(ref _multiplexer, null)?.Dispose();
        _connecting.Dispose();
    }

    private static ConfigurationOptions Configure(string connectionString, RedisOptions options)
    {
        var configuration = ConfigurationOptions.Parse(connectionString);
        configuration.AbortOnConnectFail = false;
        configuration.AllowAdmin = false;
        configuration.ConnectTimeout = (int)options.ConnectTimeout.TotalMilliseconds;
        configuration.SyncTimeout = (int)options.OperationTimeout.TotalMilliseconds;
        configuration.KeepAlive = KeepAliveSeconds;
        configuration.ReconnectRetryPolicy = new LinearRetry((int)PauseBetweenReconnects.TotalMilliseconds);
        configuration.ClientName ??= "SecurityKit";
        return configuration;
    }

    /// <summary>One circuit for results of all types: it is told whether a call went well, and the result goes past it.</summary>
    private ResiliencePipeline<bool> BuildBreaker() => new ResiliencePipelineBuilder<bool>()
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<bool>
        {
            FailureRatio = FailureRatio,
            MinimumThroughput = MinimumCalls,
            SamplingDuration = Sampling,
            BreakDuration = _options.BreakDuration,
            ManualControl = _circuit,
            ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } exception && RedisOutage.Is(exception)),
            OnOpened = arguments =>
            {
                RedisLog.CircuitOpened(_logger, arguments.BreakDuration);
                return ValueTask.CompletedTask;
            },
            OnClosed = _ =>
            {
                RedisLog.CircuitClosed(_logger);
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    private async ValueTask<T> RunAsync<TState, T>(
        Func<ConnectionMultiplexer, TState, Task<T>> operation, TState state, CancellationToken cancellationToken)
    {
        var call = new Call<TState, T>(this, operation, state);
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        try
        {
            var outcome = await _breaker.ExecuteOutcomeAsync(
                static (c, running) => running.RunAsync(c.CancellationToken), context, call).ConfigureAwait(false);
            outcome.ThrowIfException();
            return call.Result!;
        }
        catch (Exception exception) when (RedisOutage.Is(exception))
        {
            throw new StoreUnavailableException(RedisOutage.StoreName, exception);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>The limit is real time whatever the host's clock: it guards against a server that does not answer.</summary>
    private static async Task<T> LimitAsync<T>(Task<T> call, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await call.WaitAsync(limit, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch when (!call.IsCompleted)
        {
            // Nobody waits for it any more; what becomes of it later is looked at, so that it does not count as unobserved.
            _ = call.ContinueWith(
                static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }

    private async ValueTask<ConnectionMultiplexer> ConnectAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_multiplexer is { } present)
            {
                return present;
            }

            var multiplexer = await LimitAsync(
                ConnectionMultiplexer.ConnectAsync(_configuration), _options.ConnectTimeout + _options.OperationTimeout, cancellationToken)
                .ConfigureAwait(false);
            multiplexer.ConnectionFailed += (_, failure) => RedisLog.ConnectionLost(_logger, failure.ConnectionType, failure.FailureType);
            multiplexer.ConnectionRestored += (_, connection) =>
            {
                RedisLog.ConnectionRestored(_logger, connection.ConnectionType);
                OnRestored();
            };
            _multiplexer = multiplexer;
            return multiplexer;
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>The server is there, so nobody needs to wait for the circuit to try by itself.</summary>
    private void OnRestored()
    {
        _ = Task.Run(() => _circuit.CloseAsync(CancellationToken.None));
        Restored?.Invoke();
    }

    private sealed class Call<TState, T>(RedisConnection connection, Func<ConnectionMultiplexer, TState, Task<T>> operation, TState state)
    {
        internal T? Result { get; private set; }

        internal async ValueTask<Outcome<bool>> RunAsync(CancellationToken cancellationToken)
        {
            try
            {
                var multiplexer = connection._multiplexer ?? await connection.ConnectAsync(cancellationToken).ConfigureAwait(false);
                Result = await LimitAsync(operation(multiplexer, state), connection._options.OperationTimeout, cancellationToken).ConfigureAwait(false);
                return Outcome.FromResult(true);
            }
            catch (Exception exception)
            {
                return Outcome.FromException<bool>(exception);
            }
        }
    }
}
