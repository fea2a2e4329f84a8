using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.Identity;

/// <summary>Removes what has expired, once an hour, on one node at a time.</summary>
internal sealed class IdentityCleanUp(
    IActionTokenStore tokens, ILockoutStore lockouts, IApiKeyStore keys, IRoleStore roles, ILeaseStore leases, IOptionsMonitor<IdentityOptions> options, TimeProvider clock,
    ILogger<IdentityCleanUp> logger) : BackgroundService
{
    private const string LeaseName = "identity.cleanup";
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan DeadKeysStayListed = TimeSpan.FromDays(90);
    private static readonly TimeSpan ExpiredAssignmentsStayListed = TimeSpan.FromDays(1);
    private readonly string _owner = Guid.NewGuid().ToString("N");

    internal async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var lease = await leases.TryAcquireAsync(LeaseName, _owner, Interval / 2, cancellationToken).ConfigureAwait(false);
        if (lease is null)
        {
            return;
        }

        var now = clock.GetUtcNow();
        await tokens.RemoveExpiredAsync(now, cancellationToken).ConfigureAwait(false);
        await keys.RemoveDeadAsync(now - DeadKeysStayListed, cancellationToken).ConfigureAwait(false);
        await roles.RemoveExpiredAsync(now - ExpiredAssignmentsStayListed, cancellationToken).ConfigureAwait(false);
        await lockouts.RemoveStaleAsync(now - options.CurrentValue.Lockout.MaxDuration, cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await TryRunAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops, or is disposed of without.
        }
    }

    private async ValueTask TryRunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunOnceAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            IdentityLog.CleanUpFailed(logger, exception);
        }
    }
}
