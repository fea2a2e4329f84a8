namespace SecurityKit.Identity;

internal sealed class InMemoryAccountStore : IAccountStore, IVolatileStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, AccountRecord> _bySubject = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _bySkeleton = new(StringComparer.Ordinal);

    public ValueTask<bool> TryCreateAsync(AccountRecord account, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var isTaken = _byName.ContainsKey(account.NameKey) || _bySkeleton.ContainsKey(account.NameSkeleton);
            if (isTaken || !_bySubject.TryAdd(account.Subject, account))
            {
                return ValueTask.FromResult(false);
            }

            _byName[account.NameKey] = account.Subject;
            _bySkeleton[account.NameSkeleton] = account.Subject;
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<AccountRecord?> FindAsync(string subject, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_bySubject.GetValueOrDefault(subject));
        }
    }

    public ValueTask<AccountRecord?> FindByNameAsync(string nameKey, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_byName.TryGetValue(nameKey, out var subject) ? _bySubject[subject] : null);
        }
    }

    public ValueTask<AccountRecord?> FindByEmailAsync(string emailKey, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_bySubject.Values
                .Where(account => string.Equals(account.EmailKey, emailKey, StringComparison.Ordinal))
                .OrderByDescending(account => account.IsEmailConfirmed)
                .ThenBy(account => account.CreatedAt)
                .ThenBy(account => account.Subject, StringComparer.Ordinal)
                .FirstOrDefault());
        }
    }

    public ValueTask<bool> TryReplacePasswordAsync(PasswordReplacement replacement, CancellationToken cancellationToken) =>
        TryUpdate(
            replacement.Subject,
            account => account.PasswordVersion == replacement.ExpectedVersion,
            account => account with
            {
                PasswordHash = replacement.Hash,
                PasswordVersion = replacement.ExpectedVersion + 1,
                PasswordChangedAt = replacement.ChangedAt,
                PasswordHistory = [.. replacement.History],
            });

    public ValueTask<bool> TryRecordSignInAsync(string subject, long passwordVersion, DateTimeOffset at, CancellationToken cancellationToken) =>
        TryUpdate(
            subject,
            account => account.Status == AccountStatus.Active && account.PasswordVersion == passwordVersion,
            account => account with { LastSignInAt = at });

    public ValueTask<bool> TrySetStatusAsync(string subject, AccountStatus status, CancellationToken cancellationToken) =>
        TryUpdate(subject, account => account.Status != status, account => account with { Status = status });

    public ValueTask<EmailConfirmation> TryConfirmEmailAsync(string subject, string emailKey, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_bySubject.TryGetValue(subject, out var account) || account.EmailKey != emailKey)
            {
                return ValueTask.FromResult(EmailConfirmation.Invalid);
            }

            if (IsConfirmedByAnother(subject, emailKey))
            {
                return ValueTask.FromResult(EmailConfirmation.Taken);
            }

            _bySubject[subject] = account with { IsEmailConfirmed = true };
            return ValueTask.FromResult(EmailConfirmation.Confirmed);
        }
    }

    public ValueTask<EmailConfirmation> TryReplaceEmailAsync(EmailReplacement replacement, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_bySubject.TryGetValue(replacement.Subject, out var account) || account.EmailKey != replacement.ExpectedEmailKey)
            {
                return ValueTask.FromResult(EmailConfirmation.Invalid);
            }

            if (IsConfirmedByAnother(replacement.Subject, replacement.EmailKey))
            {
                return ValueTask.FromResult(EmailConfirmation.Taken);
            }

            _bySubject[account.Subject] = account with { Email = replacement.Email, EmailKey = replacement.EmailKey, IsEmailConfirmed = true };
            return ValueTask.FromResult(EmailConfirmation.Confirmed);
        }
    }

    public ValueTask<IReadOnlyList<AccountRecord>> ListAsync(string? afterNameKey, int count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<AccountRecord>>(
            [
                .. _bySubject.Values
                    .Where(account => afterNameKey is null || string.CompareOrdinal(account.NameKey, afterNameKey) > 0)
                    .OrderBy(account => account.NameKey, StringComparer.Ordinal)
                    .Take(count),
            ]);
        }
    }

    public ValueTask<bool> DeleteAsync(string subject, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_bySubject.Remove(subject, out var account))
            {
                return ValueTask.FromResult(false);
            }

            _byName.Remove(account.NameKey);
            _bySkeleton.Remove(account.NameSkeleton);
            return ValueTask.FromResult(true);
        }
    }

    private bool IsConfirmedByAnother(string subject, string emailKey) =>
        _bySubject.Values.Any(other => other.IsEmailConfirmed && other.EmailKey == emailKey && other.Subject != subject);

    private ValueTask<bool> TryUpdate(string subject, Func<AccountRecord, bool> condition, Func<AccountRecord, AccountRecord> change)
    {
        lock (_gate)
        {
            if (!_bySubject.TryGetValue(subject, out var account) || !condition(account))
            {
                return ValueTask.FromResult(false);
            }

            _bySubject[subject] = change(account);
            return ValueTask.FromResult(true);
        }
    }
}
