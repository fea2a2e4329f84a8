using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions;

/// <summary>
/// Finds what is unlike a subject. What was seen is remembered as marks in the <see cref="ICounterStore"/> under keyed hashes, so that
/// no address and no device can be read from the store, and addresses of parallel sign-ins are counted exactly on all nodes.
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

    /// <summary>
    /// Assesses a sign-in. The device and the network do not become known by it, however often it is tried: <see cref="RememberAsync"/> makes them so.
    /// A subject's first sign-in of all is not suspicious.
    /// </summary>
    internal async ValueTask<SuspicionAssessment> AssessSignInAsync(Session session, OperationContext context, CancellationToken cancellationToken)
    {
        var policy = options.CurrentValue.Suspicion;
        var signals = new List<SuspicionSignal>();
        var isKnown = await IsSeenAsync(KeyOf("subject", session.Subject, string.Empty), OnceInAMonth, cancellationToken).ConfigureAwait(false);
        if (isKnown && session.Device.Fingerprint is { } fingerprint
            && !await IsSeenAsync(KeyOf("device", session.Subject, fingerprint), OnceInAMonth, cancellationToken).ConfigureAwait(false))
        {
            signals.Add(SuspicionSignal.NewDevice);
        }

        if (session.Network is { } network)
        {
            if (isKnown && !await IsSeenAsync(KeyOf("network", session.Subject, network), OnceInAMonth, cancellationToken).ConfigureAwait(false))
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

    /// <summary>Makes a session's device and network known for a month from now. For sessions that were not held for a step-up, or have had it.</summary>
    internal async ValueTask RememberAsync(Session session, CancellationToken cancellationToken)
    {
        await MarkAsync(KeyOf("subject", session.Subject, string.Empty), cancellationToken).ConfigureAwait(false);
        if (session.Device.Fingerprint is { } fingerprint)
        {
            await MarkAsync(KeyOf("device", session.Subject, fingerprint), cancellationToken).ConfigureAwait(false);
        }

        if (session.Network is { } network)
        {
            await MarkAsync(KeyOf("network", session.Subject, network), cancellationToken).ConfigureAwait(false);
        }
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

    private async ValueTask<bool> IsSeenAsync(CounterKey mark, CounterLimit once, CancellationToken cancellationToken) =>
        (await seen.TryTakeAsync(mark, once, 0, cancellationToken).ConfigureAwait(false)).Remaining == 0;

    private async ValueTask MarkAsync(CounterKey mark, CancellationToken cancellationToken)
    {
        var decision = await seen.TryTakeAsync(mark, OnceInAMonth, 1, cancellationToken).ConfigureAwait(false);
        if (!decision.Taken && decision.RetryAfter < OnceInAMonth.Window - RenewMarksAfter)
        {
            // The month starts anew, once a day at most; two sign-ins that do this at once leave the same mark.
            await seen.ResetAsync(mark, cancellationToken).ConfigureAwait(false);
            await seen.TryTakeAsync(mark, OnceInAMonth, 1, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Addresses count when they are assessed, whatever becomes of the sign-in: of parallel ones no more than the limit find a place. An address
    /// that found none has none the next time either.
    /// </summary>
    private async ValueTask<bool> IsOneTooManyAsync(string subject, string address, SuspicionOptions policy, CancellationToken cancellationToken)
    {
        var mark = KeyOf("address", subject, address);
        if (await IsSeenAsync(mark, OnceInAnHour, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var places = KeyOf("addresses", subject, string.Empty);
        var limit = new CounterLimit(policy.MaxAddressesPerHour, OnceInAnHour.Window);
        if (!(await seen.TryTakeAsync(places, limit, 1, cancellationToken).ConfigureAwait(false)).Taken)
        {
            return true;
        }

        if (!(await seen.TryTakeAsync(mark, OnceInAnHour, 1, cancellationToken).ConfigureAwait(false)).Taken)
        {
            // A parallel sign-in from the same address has taken its place.
            await seen.GiveBackAsync(places, 1, cancellationToken).ConfigureAwait(false);
        }

        return false;
    }

    private async ValueTask<bool> IsTooFarAsync(string subject, string network, SuspicionOptions policy, CancellationToken cancellationToken)
    {
        if (resolvers.FirstOrDefault() is not { } resolver || await resolver.LocateAsync(network, cancellationToken).ConfigureAwait(false) is not { } here)
        {
            return false;
        }

        var present = await sessions.ListAsync(subject, cancellationToken).ConfigureAwait(false);

        // One that waits for a step-up may be the very thief's. Sessions for enrolment are made of sign-ins that were not suspicious only.
        var trusted = present.Where(session => session.Network is not null && (!session.RequiresStepUp || session.IsForEnrollment));
        if (trusted.MaxBy(session => session.LastSeenAt) is not { } last
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
