using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions;

/// <summary>
/// Finds what is unlike a subject. What was seen is remembered as marks in the <see cref="ICounterStore"/> under keyed hashes, so that
/// no address and no device can be read from the store, and parallel sign-ins are counted exactly on all nodes.
/// </summary>
internal sealed class SuspicionDetector(
    ICounterStore seen, ISessionStore sessions, IKeyedHasher hasher, IOptionsMonitor<SessionOptions> options, TimeProvider clock,
    IEnumerable<IGeoResolver> resolvers)
{
    private static readonly CounterLimit OnceInAMonth = new(1, TimeSpan.FromDays(31));
    private static readonly CounterLimit OnceInAnHour = new(1, TimeSpan.FromHours(1));

    private static readonly TimeSpan RenewMarksAfter = TimeSpan.FromDays(1);

    /// <summary>Places nearer than this are one place: locating networks is not more exact.</summary>
    private const double SamePlaceKilometres = 200;

    /// <summary>Assesses a sign-in and remembers its device, network and address. A subject's first sign-in of all is not suspicious.</summary>
    internal async ValueTask<SuspicionAssessment> AssessSignInAsync(Session session, OperationContext context, CancellationToken cancellationToken)
    {
        var policy = options.CurrentValue.Suspicion;
        var signals = new List<SuspicionSignal>();
        var isKnown = !await IsFirstAsync("subject", session.Subject, string.Empty, cancellationToken).ConfigureAwait(false);
        if (session.Device.Fingerprint is { } fingerprint
            && await IsFirstAsync("device", session.Subject, fingerprint, cancellationToken).ConfigureAwait(false) && isKnown)
        {
            signals.Add(SuspicionSignal.NewDevice);
        }

        if (session.Network is { } network)
        {
            if (await IsFirstAsync("network", session.Subject, network, cancellationToken).ConfigureAwait(false) && isKnown)
            {
                signals.Add(SuspicionSignal.NewNetwork);
            }

            if (await IsTooFarAsync(session.Subject, network, policy, cancellationToken).ConfigureAwait(false))
            {
                signals.Add(SuspicionSignal.ImpossibleTravel);
            }
        }

        if (context.RemoteAddress is { } address
            && await IsOneTooManyAsync(session.Subject, address.ToString(), policy, cancellationToken).ConfigureAwait(false))
        {
            signals.Add(SuspicionSignal.ManyAddresses);
        }

        return Assess(signals, policy);
    }

    /// <summary>Assesses the use of a session; no I/O.</summary>
    internal SuspicionAssessment AssessUse(Session session, string? presentDevice)
    {
        // A session that was started without a User-Agent has no fingerprint and nothing to compare with.
        var isChanged = presentDevice is not null && session.Device.Fingerprint is not null
            && !string.Equals(presentDevice, session.Device.Name, StringComparison.Ordinal);
        return isChanged ? Assess([SuspicionSignal.UserAgentChanged], options.CurrentValue.Suspicion) : SuspicionAssessment.None;
    }

    private static SuspicionAssessment Assess(List<SuspicionSignal> signals, SuspicionOptions policy)
    {
        signals.RemoveAll(signal => ScoreOf(signal, policy) == 0);
        var score = signals.Sum(signal => ScoreOf(signal, policy));
        var action = score switch
        {
            0 => SuspicionAction.Allow,
            _ when score >= policy.RevokeScore => SuspicionAction.Revoke,
            _ when score >= policy.StepUpScore => SuspicionAction.StepUp,
            _ => SuspicionAction.Allow,
        };
        return score == 0 ? SuspicionAssessment.None : new SuspicionAssessment(score, signals, action);
    }

    private static int ScoreOf(SuspicionSignal signal, SuspicionOptions policy) => signal switch
    {
        SuspicionSignal.NewDevice => policy.NewDeviceScore,
        SuspicionSignal.NewNetwork => policy.NewNetworkScore,
        SuspicionSignal.ManyAddresses => policy.ManyAddressesScore,
        SuspicionSignal.ImpossibleTravel => policy.ImpossibleTravelScore,
        _ => policy.UserAgentChangedScore,
    };

    /// <summary>Whether a thing was not seen for a month; in any case it has been seen now.</summary>
    private async ValueTask<bool> IsFirstAsync(string kind, string subject, string thing, CancellationToken cancellationToken)
    {
        var key = KeyOf(kind, subject, thing);
        var decision = await seen.TryTakeAsync(key, OnceInAMonth, 1, cancellationToken).ConfigureAwait(false);
        if (!decision.Taken && decision.RetryAfter < OnceInAMonth.Window - RenewMarksAfter)
        {
            // The month starts anew, once a day at most; two sign-ins that do this at once leave the same mark.
            await seen.ResetAsync(key, cancellationToken).ConfigureAwait(false);
            await seen.TryTakeAsync(key, OnceInAMonth, 1, cancellationToken).ConfigureAwait(false);
        }

        return decision.Taken;
    }

    private async ValueTask<bool> IsOneTooManyAsync(string subject, string address, SuspicionOptions policy, CancellationToken cancellationToken)
    {
        var isNew = await seen.TryTakeAsync(KeyOf("address", subject, address), OnceInAnHour, 1, cancellationToken).ConfigureAwait(false);
        var limit = new CounterLimit(policy.MaxAddressesPerHour, OnceInAnHour.Window);
        var count = await seen.TryTakeAsync(KeyOf("addresses", subject, string.Empty), limit, isNew.Taken ? 1 : 0, cancellationToken).ConfigureAwait(false);
        return !count.Taken;
    }

    private async ValueTask<bool> IsTooFarAsync(string subject, string network, SuspicionOptions policy, CancellationToken cancellationToken)
    {
        if (resolvers.FirstOrDefault() is not { } resolver || await resolver.LocateAsync(network, cancellationToken).ConfigureAwait(false) is not { } here)
        {
            return false;
        }

        var present = await sessions.ListAsync(subject, cancellationToken).ConfigureAwait(false);
        if (present.Where(session => session.Network is not null).MaxBy(session => session.LastSeenAt) is not { } last
            || await resolver.LocateAsync(last.Network!, cancellationToken).ConfigureAwait(false) is not { } there)
        {
            return false;
        }

        var distance = there.KilometresTo(here);
        var hours = Math.Max((clock.GetUtcNow() - last.LastSeenAt).TotalHours, 0);
        return distance > SamePlaceKilometres && distance > hours * policy.MaxTravelKilometresPerHour;
    }

    private CounterKey KeyOf(string kind, string subject, string thing) => new(
        "sessions.seen." + kind,
        Convert.ToHexStringLower(hasher.Index("sessions.seen", SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\0{subject}\0{thing}")))));
}
