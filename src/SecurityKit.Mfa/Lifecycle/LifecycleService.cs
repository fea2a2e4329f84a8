using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Mfa;

/// <summary>Removes and replaces what proves a subject's factors. All of it takes a fresh second factor.</summary>
internal sealed class LifecycleService(
    IAuthenticatorStore store, IKeyedHasher hasher, MfaAnnouncer announcer, TimeProvider clock, IOptionsMonitor<MfaOptions> options)
{
    private const string StepUpRefusal = "step_up_required";

    internal async ValueTask<MfaChange> RemoveAsync(
        string subject, string authenticatorId, IReadOnlyCollection<AuthenticationFactor> sessionFactors, CancellationToken cancellationToken)
    {
        var set = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        if (set.Authenticators.FirstOrDefault(a => a.Id == authenticatorId) is not { } found)
        {
            return MfaChange.NotFound;
        }

        if (found.IsActive && !IsSteppedUp(set, sessionFactors))
        {
            await announcer.RaiseAsync(
                MfaEventTypes.AuthenticatorRemoved, subject, StepUpRefusal, cancellationToken, ("authenticator", authenticatorId)).ConfigureAwait(false);
            return MfaChange.StepUpRequired;
        }

        var removal = await store.RemoveAsync(subject, authenticatorId, keepLast: false, cancellationToken).ConfigureAwait(false);
        if (removal == AuthenticatorRemoval.NotFound)
        {
            return MfaChange.NotFound;
        }

        await announcer.RaiseAsync(
            MfaEventTypes.AuthenticatorRemoved, subject, refusal: null, cancellationToken,
            ("authenticator", authenticatorId), ("method", MfaMethods.NameOf(found.Method))).ConfigureAwait(false);
        if (removal == AuthenticatorRemoval.RemovedLast)
        {
            await announcer.RaiseAsync(MfaEventTypes.Disabled, subject, refusal: null, cancellationToken).ConfigureAwait(false);
        }

        return MfaChange.Done;
    }

    internal async ValueTask<MfaChange> DisableAsync(
        string subject, IReadOnlyCollection<AuthenticationFactor> sessionFactors, CancellationToken cancellationToken)
    {
        var set = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        if (set.Authenticators.Any(a => a.IsActive) && !IsSteppedUp(set, sessionFactors))
        {
            await announcer.RaiseAsync(MfaEventTypes.Disabled, subject, StepUpRefusal, cancellationToken).ConfigureAwait(false);
            return MfaChange.StepUpRequired;
        }

        return await RemoveAllAsync(subject, cancellationToken).ConfigureAwait(false);
    }

    internal async ValueTask<RecoveryCodeRegeneration> RegenerateRecoveryCodesAsync(
        string subject, IReadOnlyCollection<AuthenticationFactor> sessionFactors, CancellationToken cancellationToken)
    {
        var set = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        if (!set.Authenticators.Any(a => a.IsActive))
        {
            return new RecoveryCodeRegeneration.NotEnabled();
        }

        if (!IsSteppedUp(set, sessionFactors))
        {
            await announcer.RaiseAsync(MfaEventTypes.RecoveryCodesRegenerated, subject, StepUpRefusal, cancellationToken).ConfigureAwait(false);
            return new RecoveryCodeRegeneration.StepUpRequired();
        }

        var codes = RecoveryCodes.Create();
        var hashes = RecoveryCodes.Hash(hasher, subject, codes);
        if (!await store.TryReplaceRecoveryCodesAsync(subject, hashes, cancellationToken).ConfigureAwait(false))
        {
            return new RecoveryCodeRegeneration.NotEnabled();
        }

        await announcer.RaiseAsync(MfaEventTypes.RecoveryCodesRegenerated, subject, refusal: null, cancellationToken).ConfigureAwait(false);
        return new RecoveryCodeRegeneration.Regenerated(codes);
    }

    internal async ValueTask<MfaChange> RemoveAllAsync(string subject, CancellationToken cancellationToken)
    {
        if (await store.RemoveAllAsync(subject, cancellationToken).ConfigureAwait(false) == 0)
        {
            return MfaChange.NotFound;
        }

        await announcer.RaiseAsync(MfaEventTypes.Disabled, subject, refusal: null, cancellationToken).ConfigureAwait(false);
        return MfaChange.Done;
    }

    /// <summary>A fresh second factor; where e-mail is all there is, a fresh e-mail code must do.</summary>
    private bool IsSteppedUp(SubjectAuthenticators set, IReadOnlyCollection<AuthenticationFactor> sessionFactors)
    {
        var newest = AssuranceCalculator.SecondFactorAt(sessionFactors);
        var isMailAll = set.Authenticators.Where(a => a.IsActive).All(a => a.Method == MfaMethod.Email);
        if (isMailAll)
        {
            newest ??= sessionFactors.Where(f => f.Method == AuthenticationMethods.Email).Max(f => (DateTimeOffset?)f.At);
        }

        return newest is { } at && AssuranceCalculator.IsFresh(at, clock.GetUtcNow(), options.CurrentValue.StepUpMaxAge);
    }
}
