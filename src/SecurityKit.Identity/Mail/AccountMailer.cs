using System.Text;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Identity;

/// <summary>Looks up the account, makes the token, keeps its hash and sends it, within a limit per address.</summary>
internal sealed class AccountMailer(
    IAccountStore accounts, IActionTokenStore tokens, ICounterStore counters, IKeyedHasher hasher, IMessageSender sender,
    IAccountMailComposer composer, ISecurityEvents events, IOptionsMonitor<IdentityOptions> options,
    TimeProvider clock)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <returns>Whether a mail was due and left.</returns>
    internal async ValueTask<bool> SendAsync(AccountMailJob job, CancellationToken cancellationToken)
    {
        var account = await FindAsync(job, cancellationToken).ConfigureAwait(false);
        if (account is not { Status: AccountStatus.Active } || Addressee(job, account) is not { } to)
        {
            return false;
        }

        if (!await MayAsync(job.Kind, to.Key, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var lifetime = LifetimeOf(job.Kind);
        var token = lifetime > TimeSpan.Zero ? await KeepTokenAsync(job.Kind, account, to, lifetime, cancellationToken).ConfigureAwait(false) : string.Empty;
        await events.RaiseAsync(
            new SecurityEvent { Type = EventOf(job.Kind), Outcome = SecurityEventOutcome.Success, Subject = account.Subject },
            cancellationToken).ConfigureAwait(false);
        var addressee = account.ToAccount() with { Email = to.Email, IsEmailConfirmed = account.IsEmailConfirmed && job.Kind != AccountMailKind.ConfirmEmailChange };
        var message = composer.Compose(job.Kind, addressee, token, lifetime);
        await sender.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static (string Email, string Key)? Addressee(AccountMailJob job, AccountRecord account)
    {
        if (job.Address is not null)
        {
            return EmailAddresses.TryParse(job.Address, out var email, out var key, out _) ? (email, key) : null;
        }

        // A password is set anew by way of an address that was confirmed: one that was only claimed may be a stranger's, or its claimant may be.
        var isDue = job.Kind == AccountMailKind.ResetPassword ? account.IsEmailConfirmed : !(job.Kind == AccountMailKind.ConfirmEmail && account.IsEmailConfirmed);
        return isDue && account.EmailKey is not null ? (account.Email!, account.EmailKey!) : null;
    }

    private static ActionPurpose PurposeOf(AccountMailKind kind) => kind switch
    {
        AccountMailKind.ResetPassword => ActionPurpose.PasswordReset,
        AccountMailKind.ConfirmEmailChange => ActionPurpose.EmailChange,
        AccountMailKind.EmailChanged => ActionPurpose.EmailRevert,
        _ => ActionPurpose.EmailConfirmation,
    };

    private static string EventOf(AccountMailKind kind) => kind switch
    {
        AccountMailKind.ResetPassword => IdentityEventTypes.ResetRequested,
        AccountMailKind.ConfirmEmailChange => IdentityEventTypes.EmailChangeRequested,
        AccountMailKind.EmailChanged => IdentityEventTypes.EmailChangeNoticed,
        _ => IdentityEventTypes.ConfirmationRequested,
    };

    private TimeSpan LifetimeOf(AccountMailKind kind) => kind switch
    {
        AccountMailKind.ResetPassword => options.CurrentValue.ResetTokenLifetime,
        AccountMailKind.EmailChanged => options.CurrentValue.EmailRevertLifetime,
        _ => options.CurrentValue.ConfirmationTokenLifetime,
    };

    private async ValueTask<string> KeepTokenAsync(
        AccountMailKind kind, AccountRecord account, (string Email, string Key) to, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var text = BearerSecret.New();
        var token = new ActionToken
        {
            Hash = BearerSecret.Hash(text),
            Purpose = PurposeOf(kind),
            Subject = account.Subject,
            EmailKey = to.Key,
            Email = kind is AccountMailKind.ConfirmEmailChange or AccountMailKind.EmailChanged ? to.Email : null,
            PasswordVersion = account.PasswordVersion,
            ExpiresAt = clock.GetUtcNow() + lifetime,
        };

        // A second change must not take from the first address what undoes the first.
        if (kind == AccountMailKind.EmailChanged)
        {
            await tokens.AddAsync(token, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await tokens.ReplaceAsync(token, cancellationToken).ConfigureAwait(false);
        }

        return text;
    }

    private async ValueTask<AccountRecord?> FindAsync(AccountMailJob job, CancellationToken cancellationToken)
    {
        if (job.Subject is not null)
        {
            return await accounts.FindAsync(job.Subject, cancellationToken).ConfigureAwait(false);
        }

        return await accounts.FindByEmailAsync(job.EmailKey!, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> MayAsync(AccountMailKind kind, string emailKey, CancellationToken cancellationToken)
    {
        // The notice is not asked for by anybody: nobody may use it up before it matters.
        if (kind == AccountMailKind.EmailChanged)
        {
            return true;
        }

        var id = Convert.ToHexStringLower(hasher.Index("identity.mail", Encoding.UTF8.GetBytes(emailKey)));
        var scope = kind switch
        {
            AccountMailKind.ResetPassword => "identity.mail.reset",
            AccountMailKind.ConfirmEmailChange => "identity.mail.change",
            _ => "identity.mail.confirm",
        };
        var limit = new CounterLimit(options.CurrentValue.MaxMailsPerHour, Hour);
        var decision = await counters.TryTakeAsync(new CounterKey(scope, id), limit, 1, cancellationToken).ConfigureAwait(false);
        return decision.Taken;
    }
}
