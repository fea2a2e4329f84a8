namespace SecurityKit.Identity;

/// <summary>
/// What is done to accounts rather than by them. Not cancelled from its first write on; each consequence is tried although another failed, and whoever repeats
/// a call that an outage interrupted completes it.
/// </summary>
internal sealed class AccountAdministration(
    IAccountStore accounts, IActionTokenStore tokens, ILockoutStore lockouts, LockoutKeys lockoutKeys, IApiKeyStore keys, IRoleStore roles, IChangeFeed changes,
    ISecurityEvents events)
{
    internal async ValueTask<bool> DisableAsync(string subject, string? reason, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var isChanged = await accounts.TrySetStatusAsync(subject, AccountStatus.Disabled, CancellationToken.None).ConfigureAwait(false);
        if (!isChanged && await accounts.FindAsync(subject, CancellationToken.None).ConfigureAwait(false) is null)
        {
            return false;
        }

        // Also for an account that is disabled already: what an outage left undone is done now.
        var consequences = new Consequences();
        await consequences.TryAsync(() => RaiseAsync(IdentityEventTypes.AccountDisabled, subject, reason)).ConfigureAwait(false);
        await consequences.TryAsync(
            async () => await keys.SuspendAllAsync(subject, ApiKeySuspensions.AccountDisabled, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
        await consequences.TryAsync(() => TellKeysEndedAsync(subject)).ConfigureAwait(false);
        await consequences.TryAsync(() => tokens.RemoveAllAsync(subject, CancellationToken.None)).ConfigureAwait(false);
        consequences.ThrowWhatFailed();
        return isChanged;
    }

    internal async ValueTask<bool> EnableAsync(string subject, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var isChanged = await accounts.TrySetStatusAsync(subject, AccountStatus.Active, CancellationToken.None).ConfigureAwait(false);
        if (!isChanged && await accounts.FindAsync(subject, CancellationToken.None).ConfigureAwait(false) is not { Status: AccountStatus.Active })
        {
            return false;
        }

        var consequences = new Consequences();
        await consequences.TryAsync(
            async () => await keys.ResumeAllAsync(subject, ApiKeySuspensions.AccountDisabled, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
        if (isChanged)
        {
            await consequences.TryAsync(() => RaiseAsync(IdentityEventTypes.AccountEnabled, subject, reason: null)).ConfigureAwait(false);
        }

        consequences.ThrowWhatFailed();
        return isChanged;
    }

    internal async ValueTask<bool> UnlockAsync(string subject, CancellationToken cancellationToken)
    {
        var account = await accounts.FindAsync(subject, cancellationToken).ConfigureAwait(false);
        var isCleared = false;
        foreach (var key in account is null ? [] : lockoutKeys.AllOf(account))
        {
            isCleared |= await lockouts.ClearAsync(key, CancellationToken.None).ConfigureAwait(false);
        }

        if (isCleared)
        {
            await RaiseAsync(IdentityEventTypes.Unlocked, subject, "administrator").ConfigureAwait(false);
        }

        return isCleared;
    }

    internal async ValueTask<bool> DeleteAsync(string subject, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Disabled first, so that nothing new can be made for it while its keys go.
        await accounts.TrySetStatusAsync(subject, AccountStatus.Disabled, CancellationToken.None).ConfigureAwait(false);
        var account = await accounts.FindAsync(subject, CancellationToken.None).ConfigureAwait(false);
        var consequences = new Consequences();
        await consequences.TryAsync(() => RemoveKeysAsync(subject)).ConfigureAwait(false);
        await consequences.TryAsync(async () => await roles.RemoveSubjectAsync(subject, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
        if (account is not null)
        {
            await consequences.TryAsync(() => RaiseAsync(IdentityEventTypes.AccountDeleted, subject, reason: null)).ConfigureAwait(false);
            await consequences.TryAsync(() => tokens.RemoveAllAsync(subject, CancellationToken.None)).ConfigureAwait(false);
            foreach (var key in lockoutKeys.AllOf(account))
            {
                await consequences.TryAsync(async () => await lockouts.ClearAsync(key, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
            }
        }

        // The account goes last, and only when nothing failed: without it a repeated call would find nothing to complete.
        consequences.ThrowWhatFailed();
        var isDeleted = await accounts.DeleteAsync(subject, CancellationToken.None).ConfigureAwait(false);
        if (isDeleted)
        {
            // Those that a request under way made for it in between.
            await RemoveKeysAsync(subject).ConfigureAwait(false);
        }

        return isDeleted;
    }

    private async ValueTask RemoveKeysAsync(string subject)
    {
        await keys.RemoveAllAsync(subject, CancellationToken.None).ConfigureAwait(false);
        await TellKeysEndedAsync(subject).ConfigureAwait(false);
    }

    private ValueTask TellKeysEndedAsync(string subject) =>
        changes.PublishAsync(new ChangeNotice(ApiKeyChangeTopics.Ended, subject), CancellationToken.None);

    private ValueTask RaiseAsync(string type, string subject, string? reason) =>
        events.RaiseAsync(
            new SecurityEvent
            {
                Type = type,
                Outcome = SecurityEventOutcome.Success,
                Severity = SecurityEventSeverity.Low,
                Subject = subject,
                Reason = reason,
            },
            CancellationToken.None);
}
