using SecurityKit.Crypto;

namespace SecurityKit.Mfa;

/// <summary>Removes and replaces what proves a subject's factors. All of it takes a fresh second factor. From its first write on it is not cancelled.</summary>
internal sealed class LifecycleService(
    IAuthenticatorStore store, TrustedDeviceService devices, MfaPolicy policy, StepUpRule stepUp, GuessBudget guesses, IKeyedHasher hasher,
    MfaAnnouncer announcer)
{
    private const string PolicyRefusal = "required_by_policy";

    internal async ValueTask<MfaChange> RemoveAsync(
        string subject, string authenticatorId, IReadOnlyCollection<AuthenticationFactor> sessionFactors, CancellationToken cancellationToken)
    {
        var set = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        if (set.Authenticators.FirstOrDefault(a => a.Id == authenticatorId) is not { } found)
        {
            return MfaChange.NotFound;
        }

        if (found.IsActive && !stepUp.IsMet(sessionFactors, set))
        {
            await RefuseAsync(MfaEventTypes.AuthenticatorRemoved, subject, StepUpRule.Refusal, cancellationToken).ConfigureAwait(false);
            return MfaChange.StepUpRequired;
        }

        var keepLast = await policy.IsRequiredAsync(subject, cancellationToken).ConfigureAwait(false);
        var removal = await store.RemoveAsync(subject, authenticatorId, keepLast, CancellationToken.None).ConfigureAwait(false);
        switch (removal)
        {
            case AuthenticatorRemoval.NotFound:
                return MfaChange.NotFound;
            case AuthenticatorRemoval.KeptLast:
                await RefuseAsync(MfaEventTypes.AuthenticatorRemoved, subject, PolicyRefusal, cancellationToken).ConfigureAwait(false);
                return MfaChange.RequiredByPolicy;
            default:
                await AnnounceRemovalAsync(found, removal == AuthenticatorRemoval.RemovedLast).ConfigureAwait(false);
                return MfaChange.Done;
        }
    }

    /// <summary>A name proves nothing, so no step-up is asked for.</summary>
    internal async ValueTask<AuthenticatorRenaming> RenameAsync(
        string subject, string authenticatorId, string? name, CancellationToken cancellationToken)
    {
        var problems = new List<InputProblem>();
        LabelRules.CheckName(problems, name);
        if (problems.Count > 0)
        {
            return new AuthenticatorRenaming.Refused(problems);
        }

        if (!await store.TryRenameAsync(subject, authenticatorId, name!.Trim(), cancellationToken).ConfigureAwait(false))
        {
            return new AuthenticatorRenaming.NotFound();
        }

        await announcer.RaiseAsync(
            MfaEventTypes.AuthenticatorRenamed, subject, refusal: null, cancellationToken, ("authenticator", authenticatorId)).ConfigureAwait(false);
        return new AuthenticatorRenaming.Renamed();
    }

    internal async ValueTask<MfaChange> DisableAsync(
        string subject, IReadOnlyCollection<AuthenticationFactor> sessionFactors, CancellationToken cancellationToken)
    {
        var set = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        var isEnabled = set.Authenticators.Any(a => a.IsActive);
        if (isEnabled && !stepUp.IsMet(sessionFactors, set))
        {
            await RefuseAsync(MfaEventTypes.Disabled, subject, StepUpRule.Refusal, cancellationToken).ConfigureAwait(false);
            return MfaChange.StepUpRequired;
        }

        if (await policy.IsRequiredAsync(subject, cancellationToken).ConfigureAwait(false))
        {
            await RefuseAsync(MfaEventTypes.Disabled, subject, PolicyRefusal, cancellationToken).ConfigureAwait(false);
            return MfaChange.RequiredByPolicy;
        }

        // Only who has proven a factor gets guesses back: else a password would refill those at a number that is being set up.
        if (isEnabled)
        {
            await guesses.ClearAsync(subject, cancellationToken).ConfigureAwait(false);
        }

        return await RemoveAllAsync(subject, forgetRequirement: false, cancellationToken).ConfigureAwait(false);
    }

    internal async ValueTask<RecoveryCodeRegeneration> RegenerateRecoveryCodesAsync(
        string subject, IReadOnlyCollection<AuthenticationFactor> sessionFactors, CancellationToken cancellationToken)
    {
        var set = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        if (!set.Authenticators.Any(a => a.IsActive))
        {
            return new RecoveryCodeRegeneration.NotEnabled();
        }

        if (!stepUp.IsMet(sessionFactors, set))
        {
            await RefuseAsync(MfaEventTypes.RecoveryCodesRegenerated, subject, StepUpRule.Refusal, cancellationToken).ConfigureAwait(false);
            return new RecoveryCodeRegeneration.StepUpRequired();
        }

        var codes = RecoveryCodes.Create();
        var hashes = RecoveryCodes.Hash(hasher, subject, codes);
        if (!await store.TryReplaceRecoveryCodesAsync(subject, hashes, CancellationToken.None).ConfigureAwait(false))
        {
            return new RecoveryCodeRegeneration.NotEnabled();
        }

        await announcer.RaiseAsync(MfaEventTypes.RecoveryCodesRegenerated, subject, refusal: null, cancellationToken).ConfigureAwait(false);
        return new RecoveryCodeRegeneration.Regenerated(codes);
    }

    /// <summary>Removes everything of a subject that lost it, without asking, and lets it guess again.</summary>
    internal async ValueTask<MfaChange> ResetAsync(string subject, CancellationToken cancellationToken)
    {
        var set = await store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        await policy.EndGraceAsync(subject, set, cancellationToken).ConfigureAwait(false);
        await guesses.ClearAsync(subject, cancellationToken).ConfigureAwait(false);
        return await RemoveAllAsync(subject, forgetRequirement: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes everything of a subject that is gone.</summary>
    internal async ValueTask EraseAsync(string subject, CancellationToken cancellationToken)
    {
        await RemoveAllAsync(subject, forgetRequirement: true, cancellationToken).ConfigureAwait(false);
        await guesses.ClearAsync(subject, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets a subject guess again that has used up its guesses, or somebody else has.</summary>
    internal async ValueTask UnlockAsync(string subject, CancellationToken cancellationToken)
    {
        await guesses.ClearAsync(subject, cancellationToken).ConfigureAwait(false);
        await announcer.RaiseAsync(MfaEventTypes.GuessesRestored, subject, refusal: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Devices first, so that none outlives the factor it stood in for.</summary>
    private async ValueTask<MfaChange> RemoveAllAsync(string subject, bool forgetRequirement, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await devices.RevokeAllAsync(subject, CancellationToken.None).ConfigureAwait(false);
        if (await store.RemoveAllAsync(subject, forgetRequirement, CancellationToken.None).ConfigureAwait(false) == 0)
        {
            return MfaChange.NotFound;
        }

        await announcer.RaiseAsync(MfaEventTypes.Disabled, subject, refusal: null, cancellationToken).ConfigureAwait(false);
        return MfaChange.Done;
    }

    private async ValueTask AnnounceRemovalAsync(Authenticator removed, bool isLast)
    {
        if (!removed.IsActive)
        {
            return;
        }

        var consequences = new Consequences();
        // A device was trusted on the word of a factor that may be the lost one.
        await consequences.TryAsync(async () => await devices.RevokeAllAsync(removed.Subject, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
        await consequences.TryAsync(() => announcer.RaiseAsync(
            MfaEventTypes.AuthenticatorRemoved, removed.Subject, refusal: null, CancellationToken.None,
            ("authenticator", removed.Id), ("method", MfaMethods.NameOf(removed.Method)))).ConfigureAwait(false);
        if (isLast)
        {
            await consequences.TryAsync(
                () => announcer.RaiseAsync(MfaEventTypes.Disabled, removed.Subject, refusal: null, CancellationToken.None)).ConfigureAwait(false);
        }

        consequences.ThrowWhatFailed();
    }

    private ValueTask RefuseAsync(string type, string subject, string refusal, CancellationToken cancellationToken) =>
        announcer.RaiseAsync(type, subject, refusal, cancellationToken);
}
