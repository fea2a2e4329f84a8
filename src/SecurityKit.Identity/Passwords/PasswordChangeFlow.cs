using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Identity;

/// <summary>Checks and changes the password of a subject that is signed in.</summary>
internal sealed class PasswordChangeFlow(
    IAccountStore accounts, ILockoutStore lockouts, KnownDevices devices, PasswordVerifier passwords, PasswordWriter writer, ISecurityEvents events,
    IdentityMetrics metrics, IOptionsMonitor<IdentityOptions> options)
{
    internal async ValueTask<PasswordCheckOutcome> CheckAsync(string subject, string password, CancellationToken cancellationToken)
    {
        var account = await accounts.FindAsync(subject, cancellationToken).ConfigureAwait(false);
        return await CheckAsync(subject, account, password, cancellationToken).ConfigureAwait(false);
    }

    internal ValueTask<int> GetMinLengthAsync(string subject, CancellationToken cancellationToken) => writer.GetMinLengthAsync(subject, cancellationToken);

    internal async ValueTask<PasswordChangeOutcome> ChangeAsync(
        string subject, string current, string replacement, string? keptSession, CancellationToken cancellationToken)
    {
        var account = await accounts.FindAsync(subject, cancellationToken).ConfigureAwait(false);
        var check = await CheckAsync(subject, account, current, cancellationToken).ConfigureAwait(false);
        switch (check)
        {
            case PasswordCheckOutcome.Locked locked:
                return new PasswordChangeOutcome.Locked(locked.RetryAfter);
            case PasswordCheckOutcome.Invalid:
                return new PasswordChangeOutcome.InvalidCredentials();
        }

        var problems = await writer.CheckAsync(account!, replacement, cancellationToken).ConfigureAwait(false);
        if (problems.Count > 0)
        {
            await RefuseAsync(subject, "policy", cancellationToken).ConfigureAwait(false);
            return new PasswordChangeOutcome.Refused(problems);
        }

        if (!await writer.TryWriteAsync(account!, replacement, cancellationToken).ConfigureAwait(false))
        {
            await RefuseAsync(subject, "changed_meanwhile", cancellationToken).ConfigureAwait(false);
            return new PasswordChangeOutcome.InvalidCredentials();
        }

        metrics.PasswordChange("changed");
        await writer.AnnounceAsync(subject, PasswordWriter.Changed, keptSession).ConfigureAwait(false);
        return new PasswordChangeOutcome.Changed(devices.Issue(subject));
    }

    private async ValueTask<PasswordCheckOutcome> CheckAsync(
        string subject, AccountRecord? account, string password, CancellationToken cancellationToken)
    {
        var settings = options.CurrentValue;
        if (!PasswordText.IsUsable(password, settings.Password.MaxLength))
        {
            return new PasswordCheckOutcome.Invalid();
        }

        var key = LockoutKeys.OfSessions(subject);
        var attempt = await lockouts.BeginAttemptAsync(key, settings.Lockout.ToRule(), cancellationToken).ConfigureAwait(false);
        if (!attempt.IsAllowed)
        {
            await RefuseAsync(subject, "locked", cancellationToken).ConfigureAwait(false);
            return new PasswordCheckOutcome.Locked(attempt.RetryAfter);
        }

        var hash = account is { Status: AccountStatus.Active } ? account.PasswordHash : null;
        var verification = await passwords.VerifyAsync(hash, password, cancellationToken).ConfigureAwait(false);
        if (verification == PasswordVerification.Failed)
        {
            await RefuseAsync(subject, account is { Status: AccountStatus.Active } ? "wrong_password" : "unavailable", cancellationToken).ConfigureAwait(false);
            return new PasswordCheckOutcome.Invalid();
        }

        await lockouts.ClearAsync(key, cancellationToken).ConfigureAwait(false);
        return new PasswordCheckOutcome.Verified();
    }

    private async ValueTask RefuseAsync(string subject, string reason, CancellationToken cancellationToken)
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
    }
}
