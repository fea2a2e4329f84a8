using Microsoft.Extensions.Options;
using SecurityKit.Mfa;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Remembers for <see cref="MfaOptions.StepUpMaxAge"/> which session has set a factor up: its holder has just shown it, and is not asked again before setting
/// up the next, for which an app's code would be spent already. On every node.
/// </summary>
internal sealed class RecentConfirmations(ICounterStore counters, IOptionsMonitor<MfaOptions> options)
{
    private const string Scope = "web.confirmed";

    private CounterLimit Once => new(1, options.CurrentValue.StepUpMaxAge);

    /// <summary>The factor is active already: a caller who goes away does not stop this.</summary>
    internal async ValueTask RememberAsync(Session session) =>
        await counters.TryTakeAsync(KeyOf(session), Once, 1, CancellationToken.None).ConfigureAwait(false);

    internal async ValueTask<bool> HasOneAsync(Session session, CancellationToken cancellationToken) =>
        (await counters.TryTakeAsync(KeyOf(session), Once, 0, cancellationToken).ConfigureAwait(false)).Remaining == 0;

    private static CounterKey KeyOf(Session session) => new(Scope, session.Id.ToString());
}
