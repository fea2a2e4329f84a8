using Microsoft.Extensions.Options;

namespace SecurityKit.Identity;

/// <summary>
/// Another address for an account: asked for with the password, in force when a token mailed to it comes back, told to the address before, which can
/// take it back.
/// </summary>
internal sealed class EmailChangeFlow(
    IAccountStore accounts, IActionTokenStore tokens, ICounterStore counters, PasswordChangeFlow passwords, PasswordWriter writer, AccountMails mails,
    ISecurityEvents events, IOptionsMonitor<IdentityOptions> options, TimeProvider clock)
{
    private const int MaxAttempts = 3;
    private const string StoreName = "accounts";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    internal async ValueTask<EmailChangeOutcome> RequestAsync(string subject, string password, string email, CancellationToken cancellationToken)
    {
        if (!EmailAddresses.TryParse(email, out var address, out var key, out var problem))
        {
            return new EmailChangeOutcome.Refused([problem]);
        }

        switch (await passwords.CheckAsync(subject, password, cancellationToken).ConfigureAwait(false))
        {
            case PasswordCheckOutcome.Locked locked:
                return new EmailChangeOutcome.Locked(locked.RetryAfter);
            case PasswordCheckOutcome.Invalid:
                return new EmailChangeOutcome.InvalidCredentials();
        }

        var account = await accounts.FindAsync(subject, cancellationToken).ConfigureAwait(false);
        if (account is { IsEmailConfirmed: true } && string.Equals(account.EmailKey, key, StringComparison.Ordinal))
        {
            return new EmailChangeOutcome.Refused([new InputProblem(EmailAddresses.Input, "unchanged", "This is the account's e-mail address already.")]);
        }

        var limit = new CounterLimit(options.CurrentValue.MaxMailsPerHour, Hour);
        var taken = await counters.TryTakeAsync(new CounterKey("identity.email_change", subject), limit, 1, cancellationToken).ConfigureAwait(false);
        if (!taken.Taken)
        {
            return new EmailChangeOutcome.Throttled(taken.RetryAfter);
        }

        mails.Enqueue(AccountMailKind.ConfirmEmailChange, subject: subject, address: address);
        return new EmailChangeOutcome.Requested();
    }

    internal async ValueTask<EmailConfirmation> ConfirmAsync(string text, CancellationToken cancellationToken)
    {
        var (token, account) = await FindAsync(ActionPurpose.EmailChange, text, cancellationToken).ConfigureAwait(false);
        var isGood = account is { Status: AccountStatus.Active } && account.PasswordVersion == token!.PasswordVersion
            && await tokens.TrySpendAsync(ActionPurpose.EmailChange, token.Hash, clock.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
        var result = isGood ? await ReplaceAsync(account!, token!).ConfigureAwait(false) : EmailConfirmation.Invalid;
        var consequences = new Consequences();
        if (result == EmailConfirmation.Confirmed)
        {
            // What was mailed to the address before is void; an address that nobody confirmed may be a stranger's, and is told nothing.
            if (account is { IsEmailConfirmed: true, Email: not null } && !string.Equals(account.EmailKey, token!.EmailKey, StringComparison.Ordinal))
            {
                mails.Enqueue(AccountMailKind.EmailChanged, subject: account.Subject, address: account.Email);
            }

            foreach (var purpose in (ActionPurpose[])[ActionPurpose.PasswordReset, ActionPurpose.EmailConfirmation])
            {
                await consequences.TryAsync(() => tokens.RemoveAsync(account!.Subject, purpose, CancellationToken.None)).ConfigureAwait(false);
            }
        }

        await consequences.TryAsync(() => RaiseAsync(IdentityEventTypes.EmailChanged, token?.Subject, result)).ConfigureAwait(false);
        consequences.ThrowWhatFailed();
        return result;
    }

    internal async ValueTask<EmailConfirmation> TakeBackAsync(string text, CancellationToken cancellationToken)
    {
        var (token, account) = await FindAsync(ActionPurpose.EmailRevert, text, cancellationToken).ConfigureAwait(false);
        var result = account is { Status: AccountStatus.Active }
            ? await RestoreAsync(account, token!).ConfigureAwait(false)
            : EmailConfirmation.Invalid;
        if (result == EmailConfirmation.Confirmed)
        {
            // The token goes last: whoever repeats a call that an outage interrupted completes it.
            await writer.AnnounceAsync(account!.Subject, PasswordWriter.TakenBack, keptSession: null).ConfigureAwait(false);
            await tokens.RemoveAllAsync(account.Subject, CancellationToken.None).ConfigureAwait(false);
            mails.Enqueue(AccountMailKind.ResetPassword, subject: account.Subject);
        }

        await RaiseAsync(IdentityEventTypes.EmailChangeTakenBack, token?.Subject, result).ConfigureAwait(false);
        return result;
    }

    /// <summary>
    /// Restores the address and makes the password void. A further change that an intruder confirms in between is undone too: once the password is void,
    /// no token of a change is good any more. Not cancelled: an address without the rest would leave the intruder in.
    /// </summary>
    private async ValueTask<EmailConfirmation> RestoreAsync(AccountRecord account, ActionToken token)
    {
        for (var i = 0; i < MaxAttempts; i++)
        {
            var result = await ReplaceAsync(account, token).ConfigureAwait(false);
            if (result == EmailConfirmation.Taken)
            {
                return result;
            }

            if (result == EmailConfirmation.Confirmed)
            {
                await ClearPasswordAsync(account.Subject).ConfigureAwait(false);
            }

            if (await accounts.FindAsync(account.Subject, CancellationToken.None).ConfigureAwait(false) is not { } present)
            {
                return EmailConfirmation.Invalid;
            }

            if (result == EmailConfirmation.Confirmed && string.Equals(present.EmailKey, token.EmailKey, StringComparison.Ordinal))
            {
                return result;
            }

            account = present;
        }

        throw new StoreUnavailableException(StoreName);
    }

    private async ValueTask ClearPasswordAsync(string subject)
    {
        for (var i = 0; i < MaxAttempts; i++)
        {
            var account = await accounts.FindAsync(subject, CancellationToken.None).ConfigureAwait(false);
            if (account is null || account.PasswordHash.Length == 0 || await writer.TryClearAsync(account).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new StoreUnavailableException(StoreName);
    }

    private async ValueTask<(ActionToken? Token, AccountRecord? Account)> FindAsync(ActionPurpose purpose, string text, CancellationToken cancellationToken)
    {
        if (!BearerSecret.HasForm(text))
        {
            return (null, null);
        }

        var token = await tokens.FindAsync(purpose, BearerSecret.Hash(text), clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return token is null ? (null, null) : (token, await accounts.FindAsync(token.Subject, cancellationToken).ConfigureAwait(false));
    }

    private ValueTask<EmailConfirmation> ReplaceAsync(AccountRecord account, ActionToken token) =>
        accounts.TryReplaceEmailAsync(
            new EmailReplacement { Subject = account.Subject, ExpectedEmailKey = account.EmailKey, Email = token.Email!, EmailKey = token.EmailKey },
            CancellationToken.None);

    private ValueTask RaiseAsync(string type, string? subject, EmailConfirmation result) =>
        events.RaiseAsync(
            new SecurityEvent
            {
                Type = type,
                Outcome = result == EmailConfirmation.Confirmed ? SecurityEventOutcome.Success : SecurityEventOutcome.Denied,
                Severity = SecurityEventSeverity.Medium,
                Subject = subject,
                Reason = result switch
                {
                    EmailConfirmation.Confirmed => null,
                    EmailConfirmation.Taken => "taken",
                    _ => "invalid_token",
                },
            },
            CancellationToken.None);
}
