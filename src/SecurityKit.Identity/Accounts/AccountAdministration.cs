namespace SecurityKit.Identity;

/// <summary>What is done to accounts rather than by them.</summary>
internal sealed class AccountAdministration(
    IAccountStore accounts, IActionTokenStore tokens, ILockoutStore lockouts, IApiKeyStore keys, IRoleStore roles, IChangeFeed changes,
    ISecurityEvents events)
{
    internal async ValueTask<bool> DisableAsync(string subject, string? reason, CancellationToken cancellationToken)
    {
        var isChanged = await accounts.TrySetStatusAsync(subject, AccountStatus.Disabled, cancellationToken).ConfigureAwait(false);
        if (!isChanged && await accounts.FindAsync(subject, cancellationToken).ConfigureAwait(false) is null)
        {
            return false;
        }

        // Also for an account that is disabled already: whoever repeats a call that an outage interrupted completes it.
        await keys.SuspendAllAsync(subject, ApiKeySuspensions.AccountDisabled, cancellationToken).ConfigureAwait(false);
        await TellKeysEndedAsync(subject).ConfigureAwait(false);
        await tokens.RemoveAllAsync(subject, cancellationToken).ConfigureAwait(false);
        await RaiseAsync(IdentityEventTypes.AccountDisabled, subject, reason, cancellationToken).ConfigureAwait(false);
        return isChanged;
    }

    internal async ValueTask<bool> EnableAsync(string subject, CancellationToken cancellationToken)
    {
        if (!await accounts.TrySetStatusAsync(subject, AccountStatus.Active, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await keys.ResumeAllAsync(subject, ApiKeySuspensions.AccountDisabled, cancellationToken).ConfigureAwait(false);
        await RaiseAsync(IdentityEventTypes.AccountEnabled, subject, reason: null, cancellationToken).ConfigureAwait(false);
        return true;
    }

    internal async ValueTask<bool> UnlockAsync(string subject, CancellationToken cancellationToken)
    {
        var account = await lockouts.ClearAsync(LockoutKeys.OfAccount(subject), cancellationToken).ConfigureAwait(false);
        var sessions = await lockouts.ClearAsync(LockoutKeys.OfSessions(subject), cancellationToken).ConfigureAwait(false);
        if (!account && !sessions)
        {
            return false;
        }

        await RaiseAsync(IdentityEventTypes.Unlocked, subject, "administrator", cancellationToken).ConfigureAwait(false);
        return true;
    }

    internal async ValueTask<bool> DeleteAsync(string subject, CancellationToken cancellationToken)
    {
        // Disabled first, so that nothing new can be made for it while its keys go.
        await accounts.TrySetStatusAsync(subject, AccountStatus.Disabled, cancellationToken).ConfigureAwait(false);
        await keys.RemoveAllAsync(subject, cancellationToken).ConfigureAwait(false);
        await TellKeysEndedAsync(subject).ConfigureAwait(false);
        await roles.RemoveSubjectAsync(subject, cancellationToken).ConfigureAwait(false);
        if (!await accounts.DeleteAsync(subject, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await tokens.RemoveAllAsync(subject, cancellationToken).ConfigureAwait(false);
        await lockouts.ClearAsync(LockoutKeys.OfAccount(subject), cancellationToken).ConfigureAwait(false);
        await lockouts.ClearAsync(LockoutKeys.OfSessions(subject), cancellationToken).ConfigureAwait(false);
        await RaiseAsync(IdentityEventTypes.AccountDeleted, subject, reason: null, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private ValueTask TellKeysEndedAsync(string subject) =>
        changes.PublishAsync(new ChangeNotice(ApiKeyChangeTopics.Ended, subject), CancellationToken.None);

    private ValueTask RaiseAsync(string type, string subject, string? reason, CancellationToken cancellationToken) =>
        events.RaiseAsync(
            new SecurityEvent
            {
                Type = type,
                Outcome = SecurityEventOutcome.Success,
                Severity = SecurityEventSeverity.Low,
                Subject = subject,
                Reason = reason,
            },
            cancellationToken);
}
