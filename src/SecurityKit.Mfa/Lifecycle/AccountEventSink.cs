namespace SecurityKit.Mfa;

/// <summary>
/// Follows the accounts: a sign-in that waits for a code and a trusted device do not outlive the password or the account, and a deleted
/// account leaves no authenticator behind.
/// </summary>
internal sealed class AccountEventSink(IMfaChallengeStore challenges, TrustedDeviceService devices, LifecycleService lifecycle)
    : ISecurityEventSink
{
    public SecurityEventStage Stage => SecurityEventStage.React;

    public async ValueTask WriteAsync(SecurityEvent securityEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(securityEvent);
        if (securityEvent is not { Subject: { } subject, Outcome: SecurityEventOutcome.Success })
        {
            return;
        }

        var consequences = new Consequences();
        if (securityEvent.Type is SecurityEventTypes.PasswordChanged or SecurityEventTypes.AccountDisabled or SecurityEventTypes.AccountDeleted)
        {
            await consequences.TryAsync(async () => await challenges.RemoveAllAsync(subject, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            await consequences.TryAsync(async () => await devices.RevokeAllAsync(subject, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }

        if (securityEvent.Type is SecurityEventTypes.AccountDeleted)
        {
            await consequences.TryAsync(async () => await lifecycle.EraseAsync(subject, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }

        consequences.ThrowWhatFailed();
    }
}
