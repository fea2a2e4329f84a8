using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Identity;

/// <summary>Checks a new password for an account, writes it over the one that was seen, and says so.</summary>
internal sealed class PasswordWriter(
    IAccountStore accounts, IActionTokenStore tokens, PasswordPolicy policy, IPasswordHasher hasher, ISecurityEvents events,
    IOptionsMonitor<IdentityOptions> options, TimeProvider clock)
{
    /// <summary>What is wrong with the password: the policy first, then (it is dear) whether it was used before.</summary>
    internal async ValueTask<IReadOnlyList<InputProblem>> CheckAsync(AccountRecord account, string password, CancellationToken cancellationToken)
    {
        var problems = await policy.CheckAsync(password, new PasswordContext(account.NameKey, account.EmailKey), cancellationToken).ConfigureAwait(false);
        if (problems.Count > 0)
        {
            return problems;
        }

        var prepared = PasswordText.Prepare(password);
        string[] used = [account.PasswordHash, .. account.PasswordHistory.Take(options.CurrentValue.Password.History)];
        foreach (var hash in used)
        {
            if (await hasher.VerifyAsync(hash, prepared, cancellationToken).ConfigureAwait(false) != PasswordVerification.Failed)
            {
                return [new InputProblem(PasswordText.Input, "used_before", "This password was used before.")];
            }
        }

        return [];
    }

    internal async ValueTask<bool> TryWriteAsync(AccountRecord account, string password, CancellationToken cancellationToken)
    {
        var history = options.CurrentValue.Password.History;
        var replacement = new PasswordReplacement
        {
            Subject = account.Subject,
            ExpectedVersion = account.PasswordVersion,
            Hash = await hasher.HashAsync(PasswordText.Prepare(password), cancellationToken).ConfigureAwait(false),
            ChangedAt = clock.GetUtcNow(),
            History = [.. account.PasswordHistory.Prepend(account.PasswordHash).Take(history)],
        };
        return await accounts.TryReplacePasswordAsync(replacement, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Voids the tokens that are still out and raises the event by which the subject's other sessions end.</summary>
    internal async ValueTask AnnounceAsync(string subject, string reason, string? keptSession, CancellationToken cancellationToken)
    {
        await tokens.RemoveAllAsync(subject, cancellationToken).ConfigureAwait(false);
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
}
