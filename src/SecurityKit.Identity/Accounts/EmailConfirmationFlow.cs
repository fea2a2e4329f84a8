namespace SecurityKit.Identity;

/// <summary>Confirms addresses by mailed tokens.</summary>
internal sealed class EmailConfirmationFlow(
    IAccountStore accounts, IActionTokenStore tokens, AccountMails mails, ISecurityEvents events, TimeProvider clock)
{
    internal void Request(string subject) => mails.Enqueue(AccountMailKind.ConfirmEmail, subject: subject);

    internal async ValueTask<EmailConfirmation> ConfirmAsync(string token, CancellationToken cancellationToken)
    {
        var (subject, result) = await RedeemAsync(token, cancellationToken).ConfigureAwait(false);
        await events.RaiseAsync(
            new SecurityEvent
            {
                Type = IdentityEventTypes.EmailConfirmed,
                Outcome = result == EmailConfirmation.Confirmed ? SecurityEventOutcome.Success : SecurityEventOutcome.Denied,
                Subject = subject,
                Reason = result switch
                {
                    EmailConfirmation.Confirmed => null,
                    EmailConfirmation.Taken => "taken",
                    _ => "invalid_token",
                },
            },
            cancellationToken).ConfigureAwait(false);
        return result;
    }

    private async ValueTask<(string? Subject, EmailConfirmation Result)> RedeemAsync(string token, CancellationToken cancellationToken)
    {
        if (!BearerSecret.HasForm(token))
        {
            return (null, EmailConfirmation.Invalid);
        }

        var now = clock.GetUtcNow();
        var hash = BearerSecret.Hash(token);
        var held = await tokens.FindAsync(ActionPurpose.EmailConfirmation, hash, now, cancellationToken).ConfigureAwait(false);
        if (held is null || !await tokens.TrySpendAsync(ActionPurpose.EmailConfirmation, hash, now, CancellationToken.None).ConfigureAwait(false))
        {
            return (held?.Subject, EmailConfirmation.Invalid);
        }

        return (held.Subject, await accounts.TryConfirmEmailAsync(held.Subject, held.EmailKey, CancellationToken.None).ConfigureAwait(false));
    }
}
