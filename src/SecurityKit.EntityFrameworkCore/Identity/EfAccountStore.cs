using Microsoft.EntityFrameworkCore;
using SecurityKit.Identity;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class EfAccountStore(IDbContextFactory<SecurityKitDbContext> contexts) : IAccountStore
{
    private const char HistorySeparator = '\n';

    public async ValueTask<bool> TryCreateAsync(AccountRecord account, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        context.Add(ToEntity(account));
        return await UniqueRule.TrySaveAsync(context, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<AccountRecord?> FindAsync(string subject, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var entity = await context.Set<AccountEntity>().AsNoTracking()
            .SingleOrDefaultAsync(e => e.Subject == subject, cancellationToken).ConfigureAwait(false);
        return string.Equals(entity?.Subject, subject, StringComparison.Ordinal) ? ToRecord(entity!) : null;
    }

    public async ValueTask<AccountRecord?> FindByNameAsync(string nameKey, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var entity = await context.Set<AccountEntity>().AsNoTracking()
            .SingleOrDefaultAsync(e => e.NameKey == nameKey, cancellationToken).ConfigureAwait(false);
        return string.Equals(entity?.NameKey, nameKey, StringComparison.Ordinal) ? ToRecord(entity!) : null;
    }

    public async ValueTask<AccountRecord?> FindByEmailAsync(string emailKey, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var entity = await context.Set<AccountEntity>().AsNoTracking()
            .Where(e => e.EmailKey == emailKey)
            .OrderByDescending(e => e.IsEmailConfirmed).ThenBy(e => e.CreatedAt).ThenBy(e => e.Subject)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return string.Equals(entity?.EmailKey, emailKey, StringComparison.Ordinal) ? ToRecord(entity!) : null;
    }

    public async ValueTask<bool> TryReplacePasswordAsync(PasswordReplacement replacement, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var history = string.Join(HistorySeparator, replacement.History);
        var rows = await context.Set<AccountEntity>()
            .Where(e => e.Subject == replacement.Subject && e.PasswordVersion == replacement.ExpectedVersion)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(e => e.PasswordHash, replacement.Hash)
                    .SetProperty(e => e.PasswordVersion, e => e.PasswordVersion + 1)
                    .SetProperty(e => e.PasswordChangedAt, replacement.ChangedAt)
                    .SetProperty(e => e.PasswordHistory, history),
                cancellationToken).ConfigureAwait(false);
        return rows == 1;
    }

    public async ValueTask<bool> TryRecordSignInAsync(
        string subject, long passwordVersion, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var rows = await context.Set<AccountEntity>()
            .Where(e => e.Subject == subject && e.PasswordVersion == passwordVersion && e.Status == (int)AccountStatus.Active)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.LastSignInAt, at), cancellationToken).ConfigureAwait(false);
        return rows == 1;
    }

    public async ValueTask<bool> TrySetStatusAsync(string subject, AccountStatus status, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var rows = await context.Set<AccountEntity>()
            .Where(e => e.Subject == subject && e.Status != (int)status)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.Status, (int)status), cancellationToken).ConfigureAwait(false);
        return rows == 1;
    }

    public async ValueTask<EmailConfirmation> TryConfirmEmailAsync(string subject, string emailKey, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        try
        {
            var rows = await context.Set<AccountEntity>()
                .Where(e => e.Subject == subject && e.EmailKey == emailKey)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.IsEmailConfirmed, true), cancellationToken).ConfigureAwait(false);
            return rows == 1 ? EmailConfirmation.Confirmed : EmailConfirmation.Invalid;
        }
        catch (Exception exception) when (UniqueRule.IsBrokenBy(exception))
        {
            return EmailConfirmation.Taken;
        }
    }

    public async ValueTask<EmailConfirmation> TryReplaceEmailAsync(EmailReplacement replacement, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        try
        {
            var rows = await context.Set<AccountEntity>()
                .Where(e => e.Subject == replacement.Subject && e.EmailKey == replacement.ExpectedEmailKey)
                .ExecuteUpdateAsync(
                    set => set
                        .SetProperty(e => e.Email, replacement.Email)
                        .SetProperty(e => e.EmailKey, replacement.EmailKey)
                        .SetProperty(e => e.IsEmailConfirmed, true),
                    cancellationToken).ConfigureAwait(false);
            return rows == 1 ? EmailConfirmation.Confirmed : EmailConfirmation.Invalid;
        }
        catch (Exception exception) when (UniqueRule.IsBrokenBy(exception))
        {
            return EmailConfirmation.Taken;
        }
    }

    public async ValueTask<IReadOnlyList<AccountRecord>> ListAsync(string? afterNameKey, int count, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var entities = context.Set<AccountEntity>().AsNoTracking();
        if (afterNameKey is not null)
        {
#pragma warning disable CA1309 // Translated to a comparison in the database; there is no overload with a comparison that is.
            entities = entities.Where(e => string.Compare(e.NameKey, afterNameKey) > 0);
#pragma warning restore CA1309
        }

        var found = await entities.OrderBy(e => e.NameKey).Take(count).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. found.Select(ToRecord)];
    }

    public async ValueTask<bool> DeleteAsync(string subject, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var rows = await context.Set<AccountEntity>()
            .Where(e => e.Subject == subject).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        return rows == 1;
    }

    private static AccountEntity ToEntity(AccountRecord account) => new()
    {
        Subject = account.Subject,
        UserName = account.UserName,
        NameKey = account.NameKey,
        NameSkeleton = account.NameSkeleton,
        Email = account.Email,
        EmailKey = account.EmailKey,
        IsEmailConfirmed = account.IsEmailConfirmed,
        Status = (int)account.Status,
        CreatedAt = account.CreatedAt,
        PasswordHash = account.PasswordHash,
        PasswordVersion = account.PasswordVersion,
        PasswordChangedAt = account.PasswordChangedAt,
        PasswordHistory = string.Join(HistorySeparator, account.PasswordHistory),
        LastSignInAt = account.LastSignInAt,
    };

    private static AccountRecord ToRecord(AccountEntity entity) => new()
    {
        Subject = entity.Subject,
        UserName = entity.UserName,
        NameKey = entity.NameKey,
        NameSkeleton = entity.NameSkeleton,
        Email = entity.Email,
        EmailKey = entity.EmailKey,
        IsEmailConfirmed = entity.IsEmailConfirmed,
        Status = (AccountStatus)entity.Status,
        CreatedAt = entity.CreatedAt,
        PasswordHash = entity.PasswordHash,
        PasswordVersion = entity.PasswordVersion,
        PasswordChangedAt = entity.PasswordChangedAt,
        PasswordHistory = entity.PasswordHistory.Split(HistorySeparator, StringSplitOptions.RemoveEmptyEntries),
        LastSignInAt = entity.LastSignInAt,
    };
}
