using System.Buffers.Text;
using System.Text;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Counts calls per network. The counter's id is a keyed hash of the network, so that the store learns no address, and a client cannot choose
/// its counter: nothing it sends goes into the key.
/// </summary>
internal sealed class NetworkThrottle(
    ICounterStore counters, IKeyedHasher hasher, IOperationContextAccessor context, IOptionsMonitor<EndpointOptions> options, ISecurityEvents events,
    WebTelemetry telemetry)
{
    private const string Purpose = "web.throttle";
    private const string UnknownNetwork = "unknown";
    private const string ToldSuffix = ".told";

    /// <summary>Takes one call from the caller's network.</summary>
    /// <returns>Null when it may go on, else the problem.</returns>
    internal async ValueTask<SecurityProblem?> TakeAsync(ThrottleKind kind, CancellationToken cancellationToken)
    {
        var (scope, limit) = LimitOf(kind);
        var decision = await counters.TryTakeAsync(KeyOf(scope), limit.ToCounterLimit(), 1, cancellationToken).ConfigureAwait(false);
        if (decision.Taken)
        {
            return null;
        }

        telemetry.Throttled(scope);
        if (await IsFirstInWindowAsync(scope, limit, cancellationToken).ConfigureAwait(false))
        {
            await events.RaiseAsync(
                new SecurityEvent
                {
                    Type = WebEventTypes.Throttled,
                    Outcome = SecurityEventOutcome.Denied,
                    Severity = SecurityEventSeverity.Low,
                    Reason = scope,
                },
                cancellationToken).ConfigureAwait(false);
        }

        return SecurityProblem.Throttled(decision.RetryAfter);
    }

    /// <summary>Events are kept for a year: one for each refused call would make refusing dearer than answering.</summary>
    private async ValueTask<bool> IsFirstInWindowAsync(string scope, ThrottleLimit limit, CancellationToken cancellationToken) =>
        (await counters.TryTakeAsync(KeyOf(scope + ToldSuffix), new CounterLimit(1, limit.Window), 1, cancellationToken).ConfigureAwait(false)).Taken;

    /// <summary>Looks at a budget of the caller's network without taking from it.</summary>
    internal async ValueTask<RateLimitAnswer> ReadAsync(ThrottleKind kind, CancellationToken cancellationToken)
    {
        var (scope, limit) = LimitOf(kind);
        var decision = await counters.TryTakeAsync(KeyOf(scope), limit.ToCounterLimit(), 0, cancellationToken).ConfigureAwait(false);
        var resetIn = decision.Remaining == limit.Permits ? 0 : (long)limit.Window.TotalSeconds;
        return new RateLimitAnswer(scope, limit.Permits, decision.Remaining, resetIn);
    }

    private CounterKey KeyOf(string scope)
    {
        var network = Encoding.UTF8.GetBytes(context.Current.Network ?? UnknownNetwork);
        return new CounterKey(scope, Base64Url.EncodeToString(hasher.Index(Purpose, network)));
    }

    private (string Scope, ThrottleLimit Limit) LimitOf(ThrottleKind kind)
    {
        var throttles = options.CurrentValue.Throttles;
        return kind switch
        {
            ThrottleKind.Registration => ("web.registration", throttles.Registration),
            ThrottleKind.PasswordReset => ("web.password_reset", throttles.PasswordReset),
            _ => ("web.sign_in", throttles.SignIn),
        };
    }
}
