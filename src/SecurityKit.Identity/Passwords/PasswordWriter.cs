using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Identity;

/// <summary>Checks a new password for an account, writes it over the one that was seen, and says so.</summary>
internal sealed class PasswordWriter(
    IAccountStore accounts, IActionTokenStore tokens, ApiKeyManager keys, PasswordPolicy policy, IPasswordHasher hasher, ISecurityEvents events,
    IOptionsMonitor<IdentityOptions> options, TimeProvider clock, IEnumerable<ISubjectFactors> factors)
{
    internal const string Changed = "changed";
    internal const string Reset = "reset";
    internal const string TakenBack = "email_change_taken_back";

    /// <summary>What is wrong with the password: the policy first, then (it is dear) whether it was used before.</summary>
    internal async ValueTask<IReadOnlyList<InputProblem>> CheckAsync(AccountRecord account, string password, CancellationToken cancellationToken)
    {
        var context = new PasswordContext(account.NameKey, account.EmailKey)
        {
            HasSecondFactor = await HasSecondFactorAsync(account.Subject, cancellationToken).ConfigureAwait(false),
        };
        var problems = await policy.CheckAsync(password, context, cancellationToken).ConfigureAwait(false);
        if (problems.Count > 0)
        {
            return problems;
        }

        var prepared = PasswordText.Prepare(password);
        string[] used = [account.PasswordHash, .. account.PasswordHistory.Take(options.CurrentValue.Password.History)];
        foreach (var hash in used.Where(hash => hash.Length > 0))
        {
            if (await hasher.VerifyAsync(hash, prepared, cancellationToken).ConfigureAwait(false) != PasswordVerification.Failed)
            {
                return [new InputProblem(PasswordText.Input, "used_before", "This password was used before.")];
            }
        }

        return [];
    }

    /// <summary>How long the subject's next password must be.</summary>
    internal async ValueTask<int> GetMinLengthAsync(string subject, CancellationToken cancellationToken) =>
        policy.GetMinLength(await HasSecondFactorAsync(subject, cancellationToken).ConfigureAwait(false));

    /// <summary>Cancelled up to the write and not from there on: what is written has consequences, and whether it is must not depend on who still waits.</summary>
    internal async ValueTask<bool> TryWriteAsync(AccountRecord account, string password, CancellationToken cancellationToken)
    {
        var replacement = new PasswordReplacement
        {
            Subject = account.Subject,
            ExpectedVersion = account.PasswordVersion,
            Hash = await hasher.HashAsync(PasswordText.Prepare(password), cancellationToken).ConfigureAwait(false),
            ChangedAt = clock.GetUtcNow(),
            History = HistoryBehind(account),
        };
        return await accounts.TryReplacePasswordAsync(replacement, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Leaves the account without a password: none is right until a reset sets one.</summary>
    internal ValueTask<bool> TryClearAsync(AccountRecord account) => accounts.TryReplacePasswordAsync(
        new PasswordReplacement
        {
            Subject = account.Subject,
            ExpectedVersion = account.PasswordVersion,
            Hash = string.Empty,
            ChangedAt = clock.GetUtcNow(),
            History = HistoryBehind(account),
        },
        CancellationToken.None);

    /// <summary>
    /// Raises the event by which the subject's other sessions end, does to the API keys what the options say, and voids the tokens that are still out, except
    /// those that undo a change of address: an intruder who knows the password would take them from the owner. Cannot be cancelled; may be repeated.
    /// </summary>
    internal async ValueTask AnnounceAsync(string subject, string reason, string? keptSession)
    {
        var settings = options.CurrentValue.ApiKeys;
        var fate = reason == Changed ? settings.OnPasswordChange : settings.OnPasswordReset;
        var consequences = new Consequences();
        await consequences.TryAsync(() => RaiseAsync(subject, reason, keptSession)).ConfigureAwait(false);
        // After the sessions have ended: a key that one of them makes until then goes the way of the others.
        await consequences.TryAsync(() => keys.ApplyAsync(fate, subject, $"password_{reason}")).ConfigureAwait(false);
        foreach (var purpose in (ActionPurpose[])[ActionPurpose.EmailConfirmation, ActionPurpose.EmailChange])
        {
            await consequences.TryAsync(() => tokens.RemoveAsync(subject, purpose, CancellationToken.None)).ConfigureAwait(false);
        }

        if (reason == Reset)
        {
            // Its own token goes last, and only when nothing failed: whoever repeats a call that an outage interrupted completes it.
            consequences.ThrowWhatFailed();
        }

        await consequences.TryAsync(() => tokens.RemoveAsync(subject, ActionPurpose.PasswordReset, CancellationToken.None)).ConfigureAwait(false);
        consequences.ThrowWhatFailed();
    }

    private ValueTask RaiseAsync(string subject, string reason, string? keptSession)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        if (keptSession is not null)
        {
            data[SecurityEventTypes.KeptSessionData] = keptSession;
        }

        return events.RaiseAsync(
            new SecurityEvent
            {
                Type = IdentityEventTypes.PasswordChanged,
                Outcome = SecurityEventOutcome.Success,
                Severity = SecurityEventSeverity.Low,
                Subject = subject,
                Reason = reason,
                Data = data,
            },
            CancellationToken.None);
    }

    private async ValueTask<bool> HasSecondFactorAsync(string subject, CancellationToken cancellationToken)
    {
        foreach (var source in factors)
        {
            if (await source.HasSecondFactorAsync(subject, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    private string[] HistoryBehind(AccountRecord account) =>
        [.. account.PasswordHistory.Prepend(account.PasswordHash).Where(hash => hash.Length > 0).Take(options.CurrentValue.Password.History)];
}
