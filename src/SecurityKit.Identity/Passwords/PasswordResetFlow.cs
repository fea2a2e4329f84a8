using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Identity;

/// <summary>Sets a new password for whoever holds a mailed token. Signs nobody in.</summary>
internal sealed class PasswordResetFlow(
    IAccountStore accounts, IActionTokenStore tokens, ILockoutStore lockouts, LockoutKeys lockoutKeys, KnownDevices devices, PasswordVerifier passwords,
    PasswordWriter writer, AccountMails mails, ISecurityEvents events, IdentityMetrics metrics, IOptionsMonitor<IdentityOptions> options, TimeProvider clock)
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
        var (held, account) = await FindAsync(token, cancellationToken).ConfigureAwait(false);
        if (held is null || account is null)
        {
            return await RefuseAsync(held?.Subject, "invalid_token", cancellationToken).ConfigureAwait(false);
        }

        if (await IsInterruptedAsync(held, account, password, cancellationToken).ConfigureAwait(false))
        {
            return await CompleteAsync(held, account).ConfigureAwait(false);
        }

        if (account.PasswordVersion != held.PasswordVersion)
        {
            return await RefuseAsync(account.Subject, "invalid_token", cancellationToken).ConfigureAwait(false);
        }

        var problems = await writer.CheckAsync(account, password, cancellationToken).ConfigureAwait(false);
        if (problems.Count > 0)
        {
            await RefuseAsync(account.Subject, "policy", cancellationToken).ConfigureAwait(false);
            return new PasswordResetOutcome.Refused(problems);
        }

        // The checks take a while: a token that was withdrawn meanwhile sets nothing. Of those that come this far the version of the password lets one through.
        var isGood = await FindAsync(token, cancellationToken).ConfigureAwait(false) is { Account: not null };
        if (!isGood || !await writer.TryWriteAsync(account, password, cancellationToken).ConfigureAwait(false))
        {
            return await RefuseAsync(account.Subject, "changed_meanwhile", cancellationToken).ConfigureAwait(false);
        }

        return await CompleteAsync(held, account).ConfigureAwait(false);
    }

    /// <summary>
    /// Whether an earlier call with this token wrote this very password and an outage kept it from what follows. Guesses are counted: the token must be no way
    /// around the lock.
    /// </summary>
    private async ValueTask<bool> IsInterruptedAsync(ActionToken held, AccountRecord account, string password, CancellationToken cancellationToken)
    {
        var settings = options.CurrentValue;
        if (account.PasswordVersion != held.PasswordVersion + 1 || !PasswordText.IsUsable(password, settings.Password.MaxLength))
        {
            return false;
        }

        var attempt = await lockouts.BeginAttemptAsync(LockoutKeys.OfReset(account.Subject), settings.Lockout.ToRule(), cancellationToken).ConfigureAwait(false);
        return attempt.IsAllowed
            && await passwords.VerifyAsync(account.PasswordHash, password, cancellationToken).ConfigureAwait(false) != PasswordVerification.Failed;
    }

    /// <summary>What follows once the password is written; not cancelled, and repeated with the same token where it fails.</summary>
    private async ValueTask<PasswordResetOutcome> CompleteAsync(ActionToken held, AccountRecord account)
    {
        metrics.PasswordChange("reset");
        var consequences = new Consequences();
        // Whoever holds the token has shown that the mailbox is theirs.
        await consequences.TryAsync(
            async () => await accounts.TryConfirmEmailAsync(account.Subject, held.EmailKey, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
        foreach (var key in lockoutKeys.AllOf(account))
        {
            await consequences.TryAsync(async () => await lockouts.ClearAsync(key, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
        }

        await consequences.TryAsync(() => writer.AnnounceAsync(account.Subject, PasswordWriter.Reset, keptSession: null)).ConfigureAwait(false);
        consequences.ThrowWhatFailed();
        return new PasswordResetOutcome.Reset(account.Subject, devices.Issue(account.Subject));
    }

    /// <summary>The token, and its account while the token is for that account's present address.</summary>
    private async ValueTask<(ActionToken? Token, AccountRecord? Account)> FindAsync(string token, CancellationToken cancellationToken)
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
