using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.Identity;

/// <summary>Removes what has expired, once an hour, on one node at a time.</summary>
internal sealed class IdentityCleanUp(
    IActionTokenStore tokens, ILockoutStore lockouts, IApiKeyStore keys, IRoleStore roles, ILeaseStore leases, IOptionsMonitor<IdentityOptions> options, TimeProvider clock,
    ILogger<IdentityCleanUp> logger) : PeriodicService(clock)
{
    private const string LeaseName = "identity.cleanup";
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private static readonly TimeSpan DeadKeysStayListed = TimeSpan.FromDays(90);
    private static readonly TimeSpan ExpiredAssignmentsStayListed = TimeSpan.FromDays(1);
    private readonly string _owner = Guid.NewGuid().ToString("N");

    protected override TimeSpan Interval => Pause;

    internal async ValueTask RunOnceAsync(CancellationToken cancellationToken)
    {
        var lease = await leases.TryAcquireAsync(LeaseName, _owner, Pause / 2, cancellationToken).ConfigureAwait(false);
        if (lease is null)
        {
            return;
        }

        var now = Clock.GetUtcNow();
        await tokens.RemoveExpiredAsync(now, cancellationToken).ConfigureAwait(false);
        await keys.RemoveDeadAsync(now - DeadKeysStayListed, cancellationToken).ConfigureAwait(false);
        await roles.RemoveExpiredAsync(now - ExpiredAssignmentsStayListed, cancellationToken).ConfigureAwait(false);
        await lockouts.RemoveStaleAsync(now - options.CurrentValue.Lockout.MaxDuration, cancellationToken).ConfigureAwait(false);
    }

    protected override ValueTask RunAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void OnFailed(Exception exception) => IdentityLog.CleanUpFailed(logger, exception);
}
