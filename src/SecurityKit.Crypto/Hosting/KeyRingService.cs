using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>Keeps the rings fresh while the host runs, and gives back unused message budgets at the end.</summary>
internal sealed class KeyRingService(
    KeyRingManager manager, KeyRingRegistry registry, KeyRingKeeper keeper, IChangeFeed changes, IOptions<CryptoOptions> options,
    TimeProvider clock, ILogger<KeyRingService> logger) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private IDisposable? _subscription;
    private Task _loop = Task.CompletedTask;
    private bool _isDisposed;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _subscription = changes.Subscribe(KeyRingKeeper.ChangeTopic, OnChangeAsync);
        _loop = MaintainAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _subscription?.Dispose();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
    }

    /// <summary>Last of all: other services may encrypt until they have stopped.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        foreach (var ring in registry.All)
        {
            try
            {
                await keeper.ReturnBudgetsAsync(ring, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                CryptoLog.BudgetNotReturned(logger, ring.Name, exception);
            }
        }
    }

    /// <summary>Ends the loop even where the host is disposed of without having been stopped.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _subscription?.Dispose();
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async ValueTask OnChangeAsync(ChangeNotice notice, CancellationToken cancellationToken)
    {
        foreach (var ring in registry.All.Where(r => notice.Key.Length == 0 || notice.Key == r.Name))
        {
            await keeper.RefreshAsync(ring, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task MaintainAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Value.RefreshInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                await MaintainOnceAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async ValueTask MaintainOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await manager.MaintainAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            CryptoLog.MaintenanceFailed(logger, "*", exception);
        }
    }
}
