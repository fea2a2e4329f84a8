using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Identity;

/// <summary>
/// Checks a name and a password. Whether the name is unknown, the account disabled or the password wrong: one look-up, an attempt counted twice, one
/// verification, one event, the same answer.
/// </summary>
internal sealed class SignInFlow(
    AccountFinder finder, IAccountStore accounts, ILockoutStore lockouts, LockoutKeys keys, KnownDevices devices, IPasswordHasher hasher, PasswordVerifier passwords,
    AccountMails mails, ISecurityEvents events, IdentityMetrics metrics, IOptionsMonitor<IdentityOptions> options, TimeProvider clock)
{
    private const int MaxRecordAttempts = 3;
    private const string Locked = "locked";

    internal async ValueTask<SignInOutcome> SignInAsync(SignInRequest request, CancellationToken cancellationToken)
    {
        var settings = options.CurrentValue;
        if (!AccountFinder.IsUsable(request.Login) || !PasswordText.IsUsable(request.Password, settings.Password.MaxLength))
        {
            return new SignInOutcome.InvalidCredentials();
        }

        var (account, loginKey) = await finder.FindForSignInAsync(request.Login, cancellationToken).ConfigureAwait(false);
        var rule = settings.Lockout.ToRule();
        var counts = CountsOf(account, loginKey, request.DeviceToken);
        var attempt = await lockouts.BeginAttemptAsync(counts[0], rule, cancellationToken).ConfigureAwait(false);
        if (!attempt.IsAllowed)
        {
            await FailAsync(account?.Subject, Locked, SecurityEventOutcome.Denied, cancellationToken).ConfigureAwait(false);
            return new SignInOutcome.Locked(attempt.RetryAfter);
        }

        var isLockedElsewhere = false;
        foreach (var key in counts.Skip(1))
        {
            var further = await lockouts.BeginAttemptAsync(key, rule, cancellationToken).ConfigureAwait(false);
            isLockedElsewhere |= !further.IsAllowed;
            attempt = attempt with { LocksNow = attempt.LocksNow || further.LocksNow };
        }

        // An account that was locked under its other identifier is a wrong password here, in work and answer, or the lock would tell that the two are one.
        var hash = account is { Status: AccountStatus.Active } && !isLockedElsewhere ? account.PasswordHash : null;
        var verification = await passwords.VerifyAsync(hash, request.Password, cancellationToken).ConfigureAwait(false);
        if (verification == PasswordVerification.Failed)
        {
            return await RefuseAsync(account, isLockedElsewhere, attempt, cancellationToken).ConfigureAwait(false);
        }

        foreach (var key in counts)
        {
            await lockouts.ClearAsync(key, cancellationToken).ConfigureAwait(false);
        }

        return await CompleteAsync(account!, request.Password, verification, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Whether a subject may sign in that has proven itself by other means. Locks after wrong passwords do not hold it up: they say nothing
    /// against what it has proven, and whoever guesses passwords must not keep its owner out.
    /// </summary>
    internal async ValueTask<SignInOutcome> AdmitAsync(string subject, CancellationToken cancellationToken)
    {
        var account = await accounts.FindAsync(subject, cancellationToken).ConfigureAwait(false);
        if (account is not { Status: AccountStatus.Active })
        {
            await FailAsync(account?.Subject, account is null ? "unknown_name" : "disabled", SecurityEventOutcome.Failure, cancellationToken).ConfigureAwait(false);
            return new SignInOutcome.InvalidCredentials();
        }

        return await AdmitAsync(account, account.PasswordVersion, password: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What an attempt counts on; the first is what a lock is shown for. A known device has a count of its own, whatever others do to the rest.</summary>
    private string[] CountsOf(AccountRecord? account, string loginKey, string? deviceToken)
    {
        if (account is null)
        {
            return [keys.OfLogin(loginKey), keys.OfNobody(loginKey)];
        }

        return devices.Recognise(account, deviceToken) is { } device
            ? [LockoutKeys.OfDevice(device)]
            : [keys.OfLogin(loginKey), LockoutKeys.OfAccount(account.Subject)];
    }

    private async ValueTask<SignInOutcome> RefuseAsync(AccountRecord? account, bool isLocked, LockoutDecision attempt, CancellationToken cancellationToken)
    {
        var reason = account switch
        {
            null => "unknown_name",
            { Status: AccountStatus.Active } => isLocked ? Locked : "wrong_password",
            _ => "disabled",
        };
        await FailAsync(
            account?.Subject, reason, reason == Locked ? SecurityEventOutcome.Denied : SecurityEventOutcome.Failure, cancellationToken).ConfigureAwait(false);
        if (attempt.LocksNow)
        {
            await events.RaiseAsync(
                new SecurityEvent
                {
                    Type = IdentityEventTypes.LockedOut,
                    Outcome = SecurityEventOutcome.Success,
                    Severity = SecurityEventSeverity.Medium,
                    Subject = account?.Subject,
                    Reason = "failures",
                },
                cancellationToken).ConfigureAwait(false);
        }

        return new SignInOutcome.InvalidCredentials();
    }

    private async ValueTask<SignInOutcome> CompleteAsync(
        AccountRecord account, string password, PasswordVerification verification, CancellationToken cancellationToken)
    {
        var version = verification == PasswordVerification.VerifiedRehashNeeded
            ? await RehashAsync(account, password, cancellationToken).ConfigureAwait(false)
            : account.PasswordVersion;

        var outcome = await AdmitAsync(account, version, password, cancellationToken).ConfigureAwait(false);
        var isExpired = options.CurrentValue.Password.MaxAge is { } maxAge && clock.GetUtcNow() - account.PasswordChangedAt >= maxAge;
        return outcome is SignInOutcome.Verified verified ? verified with { IsPasswordExpired = isExpired } : outcome;
    }

    /// <summary>Lets in who is proven; <paramref name="password"/> is null where that was not by a password.</summary>
    private async ValueTask<SignInOutcome> AdmitAsync(AccountRecord account, long version, string? password, CancellationToken cancellationToken)
    {
        if (options.CurrentValue.RequireConfirmedEmail && !account.IsEmailConfirmed)
        {
            mails.Enqueue(AccountMailKind.ConfirmEmail, subject: account.Subject);
            await FailAsync(account.Subject, "not_confirmed", SecurityEventOutcome.Denied, cancellationToken).ConfigureAwait(false);
            return new SignInOutcome.EmailNotConfirmed();
        }

        var now = clock.GetUtcNow();
        if (!await TryRecordAsync(account, version, password, now, cancellationToken).ConfigureAwait(false))
        {
            await FailAsync(account.Subject, "changed_meanwhile", SecurityEventOutcome.Denied, cancellationToken).ConfigureAwait(false);
            return new SignInOutcome.InvalidCredentials();
        }

        metrics.SignIn("verified");
        await events.RaiseAsync(
            new SecurityEvent
            {
                Type = password is null ? IdentityEventTypes.SignInAdmitted : IdentityEventTypes.PasswordVerified,
                Outcome = SecurityEventOutcome.Success,
                Subject = account.Subject,
            },
            cancellationToken).ConfigureAwait(false);
        return new SignInOutcome.Verified(account.ToAccount() with { LastSignInAt = now }, devices.Issue(account.Subject), IsPasswordExpired: false);
    }

    /// <summary>Returns the version of the password from then on.</summary>
    private async ValueTask<long> RehashAsync(AccountRecord account, string password, CancellationToken cancellationToken)
    {
        var replacement = new PasswordReplacement
        {
            Subject = account.Subject,
            ExpectedVersion = account.PasswordVersion,
            Hash = await hasher.HashAsync(PasswordText.Prepare(password), cancellationToken).ConfigureAwait(false),
            ChangedAt = account.PasswordChangedAt,
            History = account.PasswordHistory,
        };
        if (!await accounts.TryReplacePasswordAsync(replacement, CancellationToken.None).ConfigureAwait(false))
        {
            return account.PasswordVersion;
        }

        await events.RaiseAsync(
            new SecurityEvent { Type = IdentityEventTypes.PasswordRehashed, Outcome = SecurityEventOutcome.Success, Subject = account.Subject },
            cancellationToken).ConfigureAwait(false);
        return account.PasswordVersion + 1;
    }

    /// <summary>A password changed or an account disabled during the verification is not signed in; a new hash of the same password is no change.</summary>
    private async ValueTask<bool> TryRecordAsync(
        AccountRecord verified, long version, string? password, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxRecordAttempts; i++)
        {
            if (await accounts.TryRecordSignInAsync(verified.Subject, version, now, CancellationToken.None).ConfigureAwait(false))
            {
                return true;
            }

            var present = await accounts.FindAsync(verified.Subject, cancellationToken).ConfigureAwait(false);
            if (present is not { Status: AccountStatus.Active } || present.PasswordChangedAt != verified.PasswordChangedAt
                || (password is not null
                    && await passwords.VerifyAsync(present.PasswordHash, password, cancellationToken).ConfigureAwait(false) == PasswordVerification.Failed))
            {
                return false;
            }

            version = present.PasswordVersion;
        }

        return false;
    }

    private async ValueTask FailAsync(string? subject, string reason, SecurityEventOutcome outcome, CancellationToken cancellationToken)
    {
        metrics.SignIn(reason);
        await events.RaiseAsync(
            new SecurityEvent
            {
                Type = IdentityEventTypes.SignInFailed,
                Outcome = outcome,
                Severity = SecurityEventSeverity.Low,
                Subject = subject,
                Reason = reason,
            },
            cancellationToken).ConfigureAwait(false);
    }
}
