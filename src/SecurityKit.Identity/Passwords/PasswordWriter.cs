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
        return await accounts.TryReplacePasswordAsync(replacement, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Leaves the account without a password: none is right until a reset sets one.</summary>
    internal ValueTask<bool> TryClearAsync(AccountRecord account, CancellationToken cancellationToken) => accounts.TryReplacePasswordAsync(
        new PasswordReplacement
        {
            Subject = account.Subject,
            ExpectedVersion = account.PasswordVersion,
            Hash = string.Empty,
            ChangedAt = clock.GetUtcNow(),
            History = HistoryBehind(account),
        },
        cancellationToken);

    /// <summary>
    /// Voids the tokens that are still out, except those that undo a change of address: an intruder who knows the password would take them from the owner.
    /// Does to the API keys what the options say, and raises the event by which the subject's other sessions end.
    /// </summary>
    internal async ValueTask AnnounceAsync(string subject, string reason, string? keptSession, CancellationToken cancellationToken)
    {
        foreach (var purpose in (ActionPurpose[])[ActionPurpose.PasswordReset, ActionPurpose.EmailConfirmation, ActionPurpose.EmailChange])
        {
            await tokens.RemoveAsync(subject, purpose, cancellationToken).ConfigureAwait(false);
        }

        var settings = options.CurrentValue.ApiKeys;
        var fate = reason == Changed ? settings.OnPasswordChange : settings.OnPasswordReset;
        await keys.ApplyAsync(fate, subject, $"password_{reason}", cancellationToken).ConfigureAwait(false);
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        if (keptSession is not null)
        {
            data[SecurityEventTypes.KeptSessionData] = keptSession;
        }

        await events.RaiseAsync(
            new SecurityEvent
            {
                Type = IdentityEventTypes.PasswordChanged,
                Outcome = SecurityEventOutcome.Success,
                Severity = SecurityEventSeverity.Low,
                Subject = subject,
                Reason = reason,
                Data = data,
            },
            cancellationToken).ConfigureAwait(false);
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
