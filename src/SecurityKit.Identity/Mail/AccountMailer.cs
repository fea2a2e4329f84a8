using System.Text;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Identity;

/// <summary>Looks up the account, makes the token, keeps its hash and sends it, within a limit per address.</summary>
internal sealed class AccountMailer(
    IAccountStore accounts, IActionTokenStore tokens, ICounterStore counters, IKeyedHasher hasher, IMessageSender sender,
    IAccountMailComposer composer, ISecurityEvents events, IOperationContextAccessor context, IOptionsMonitor<IdentityOptions> options,
    TimeProvider clock)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    internal async ValueTask SendAsync(AccountMailJob job, CancellationToken cancellationToken)
    {
        context.Current = job.Context;
        var account = await FindAsync(job, cancellationToken).ConfigureAwait(false);
        var isDue = account is { Status: AccountStatus.Active, EmailKey: not null }
            && !(job.Kind == AccountMailKind.ConfirmEmail && account.IsEmailConfirmed);
        if (!isDue || !await MayAsync(job.Kind, account!.EmailKey!, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var (purpose, lifetime) = job.Kind == AccountMailKind.ResetPassword
            ? (ActionPurpose.PasswordReset, options.CurrentValue.ResetTokenLifetime)
            : (ActionPurpose.EmailConfirmation, options.CurrentValue.ConfirmationTokenLifetime);
        var token = BearerSecret.New();
        await tokens.ReplaceAsync(
            new ActionToken
            {
                Hash = BearerSecret.Hash(token),
                Purpose = purpose,
                Subject = account.Subject,
                EmailKey = account.EmailKey!,
                PasswordVersion = account.PasswordVersion,
                ExpiresAt = clock.GetUtcNow() + lifetime,
            },
            cancellationToken).ConfigureAwait(false);
        await events.RaiseAsync(
            new SecurityEvent
            {
                Type = job.Kind == AccountMailKind.ResetPassword ? IdentityEventTypes.ResetRequested : IdentityEventTypes.ConfirmationRequested,
                Outcome = SecurityEventOutcome.Success,
                Subject = account.Subject,
            },
            cancellationToken).ConfigureAwait(false);
        await sender.SendAsync(composer.Compose(job.Kind, account.ToAccount(), token, lifetime), cancellationToken).ConfigureAwait(false);
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
        var id = Convert.ToHexStringLower(hasher.Index("identity.mail", Encoding.UTF8.GetBytes(emailKey)));
        var scope = kind == AccountMailKind.ResetPassword ? "identity.mail.reset" : "identity.mail.confirm";
        var limit = new CounterLimit(options.CurrentValue.MaxMailsPerHour, Hour);
        var decision = await counters.TryTakeAsync(new CounterKey(scope, id), limit, 1, cancellationToken).ConfigureAwait(false);
        return decision.Taken;
    }
}
