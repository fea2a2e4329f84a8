using SecurityKit.Crypto;

namespace SecurityKit.Identity;

/// <summary>Sets a new password for whoever holds a mailed token. Signs nobody in.</summary>
internal sealed class PasswordResetFlow(
    IAccountStore accounts, IActionTokenStore tokens, ILockoutStore lockouts, KnownDevices devices, PasswordWriter writer,
    AccountMails mails, ISecurityEvents events, IdentityMetrics metrics, TimeProvider clock)
{
    /// <summary>Asks for a mail. Takes the same time for every address: whether there is an account is looked up later.</summary>
    internal IReadOnlyList<InputProblem> Request(string email)
    {
        if (!EmailAddresses.TryParse(email, out _, out var key, out var problem))
        {
            return [problem];
        }

        mails.Enqueue(AccountMailKind.ResetPassword, emailKey: key);
        return [];
    }

    internal async ValueTask<PasswordResetOutcome> ResetAsync(string token, string password, CancellationToken cancellationToken)
    {
        var (held, account) = await RedeemableAsync(token, cancellationToken).ConfigureAwait(false);
        if (held is null || account is null)
        {
            return await RefuseAsync(held?.Subject, "invalid_token", cancellationToken).ConfigureAwait(false);
        }

        var problems = await writer.CheckAsync(account, password, cancellationToken).ConfigureAwait(false);
        if (problems.Count > 0)
        {
            await RefuseAsync(account.Subject, "policy", cancellationToken).ConfigureAwait(false);
            return new PasswordResetOutcome.Refused(problems);
        }

        var isSpent = await tokens.TrySpendAsync(ActionPurpose.PasswordReset, held.Hash, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        if (!isSpent || !await writer.TryWriteAsync(account, password, cancellationToken).ConfigureAwait(false))
        {
            return await RefuseAsync(account.Subject, "changed_meanwhile", cancellationToken).ConfigureAwait(false);
        }

        metrics.PasswordChange("reset");
        // Whoever holds the token has shown that the mailbox is theirs.
        await accounts.TryConfirmEmailAsync(account.Subject, held.EmailKey, cancellationToken).ConfigureAwait(false);
        await lockouts.ClearAsync(LockoutKeys.OfAccount(account.Subject), cancellationToken).ConfigureAwait(false);
        await writer.AnnounceAsync(account.Subject, PasswordWriter.Reset, keptSession: null, cancellationToken).ConfigureAwait(false);
        return new PasswordResetOutcome.Reset(account.Subject, devices.Issue(account.Subject));
    }

    private async ValueTask<(ActionToken? Token, AccountRecord? Account)> RedeemableAsync(string token, CancellationToken cancellationToken)
    {
        if (!BearerSecret.HasForm(token))
        {
            return (null, null);
        }

        var held = await tokens.FindAsync(ActionPurpose.PasswordReset, BearerSecret.Hash(token), clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        if (held is null)
        {
            return (null, null);
        }

        var account = await accounts.FindAsync(held.Subject, cancellationToken).ConfigureAwait(false);
        var fits = account is { Status: AccountStatus.Active }
            && account.PasswordVersion == held.PasswordVersion
            && string.Equals(account.EmailKey, held.EmailKey, StringComparison.Ordinal);
        return (held, fits ? account : null);
    }

    private async ValueTask<PasswordResetOutcome> RefuseAsync(string? subject, string reason, CancellationToken cancellationToken)
    {
        metrics.PasswordChange(reason);
        await events.RaiseAsync(
            new SecurityEvent
            {
                Type = IdentityEventTypes.PasswordChangeRefused,
                Outcome = SecurityEventOutcome.Denied,
                Severity = SecurityEventSeverity.Low,
                Subject = subject,
                Reason = reason,
            },
            cancellationToken).ConfigureAwait(false);
        return new PasswordResetOutcome.InvalidToken();
    }
}
