using System.Net;
using Microsoft.EntityFrameworkCore;
using SecurityKit.Identity;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class EfApiKeyStore(IDbContextFactory<SecurityKitDbContext> contexts) : IApiKeyStore
{
    private const char Separator = ' ';

    public async ValueTask<bool> TryAddAsync(ApiKeyRecord record, int maxLive, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        await SubjectLock.TakeAsync(context, record.Key.Subject, cancellationToken).ConfigureAwait(false);
        var live = await context.Set<ApiKeyEntity>()
            .CountAsync(e => e.Subject == record.Key.Subject && e.RevokedAt == null && e.ExpiresAt > now, cancellationToken).ConfigureAwait(false);
        if (live >= maxLive)
        {
            return false;
        }

        context.Add(ToEntity(record));
        if (!await UniqueRule.TrySaveAsync(context, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    public async ValueTask<ApiKeyRecord?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var entity = await context.Set<ApiKeyEntity>().AsNoTracking()
            .SingleOrDefaultAsync(e => e.Id == id, cancellationToken).ConfigureAwait(false);
        return string.Equals(entity?.Id, id, StringComparison.Ordinal) ? new ApiKeyRecord(ToKey(entity!), entity!.SecretHash) : null;
    }

    public async ValueTask<IReadOnlyList<ApiKey>> ListAsync(string subject, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var entities = await context.Set<ApiKeyEntity>().AsNoTracking()
            .Where(e => e.Subject == subject).OrderByDescending(e => e.CreatedAt).ThenBy(e => e.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. entities.Select(ToKey)];
    }

    public async ValueTask<bool> TryRevokeAsync(string subject, string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var rows = await context.Set<ApiKeyEntity>()
            .Where(e => e.Id == id && e.Subject == subject && e.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.RevokedAt, at), cancellationToken).ConfigureAwait(false);
        return rows == 1;
    }

    public async ValueTask<bool> TryRotateAsync(ApiKeyRotation rotation, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        var replacement = rotation.Replacement.Key;
        await SubjectLock.TakeAsync(context, replacement.Subject, cancellationToken).ConfigureAwait(false);
        var rows = await context.Set<ApiKeyEntity>()
            .Where(e => e.Id == rotation.Id && e.Subject == replacement.Subject && e.RevokedAt == null && e.ReplacedBy == null && !e.IsSuspended && e.ExpiresAt > rotation.Now)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(e => e.ReplacedBy, replacement.Id)
                    .SetProperty(e => e.ExpiresAt, e => e.ExpiresAt < rotation.OldExpiresAt ? e.ExpiresAt : rotation.OldExpiresAt),
                cancellationToken).ConfigureAwait(false);
        if (rows != 1)
        {
            return false;
        }

        context.Add(ToEntity(rotation.Replacement));
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    public async ValueTask<int> SuspendAllAsync(string subject, ApiKeySuspensions cause, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        // A key that is being added or replaced is found here, or finds what is done here.
        await SubjectLock.TakeAsync(context, subject, cancellationToken).ConfigureAwait(false);
        var added = (int)cause;
        var changed = await context.Set<ApiKeyEntity>()
            .Where(e => e.Subject == subject && (e.Suspensions & added) != added)
            .ExecuteUpdateAsync(
                set => set.SetProperty(e => e.Suspensions, e => e.Suspensions | added).SetProperty(e => e.IsSuspended, true),
                cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return changed;
    }

    public async ValueTask<int> ResumeAllAsync(string subject, ApiKeySuspensions causes, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var removed = (int)causes;
        var kept = ~removed;
        var takesCauseless = causes.HasFlag(ApiKeySuspensions.Frozen);
        return await context.Set<ApiKeyEntity>()
            .Where(e => e.Subject == subject && ((e.Suspensions & removed) != 0 || (takesCauseless && e.Suspensions == 0 && e.IsSuspended)))
            .ExecuteUpdateAsync(
                set => set.SetProperty(e => e.IsSuspended, e => (e.Suspensions & kept) != 0).SetProperty(e => e.Suspensions, e => e.Suspensions & kept),
                cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask RecordUseAsync(IReadOnlyCollection<ApiKeyUse> uses, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        foreach (var use in uses)
        {
            await context.Set<ApiKeyEntity>()
                .Where(e => e.Id == use.Id && (e.LastUsedAt == null || e.LastUsedAt < use.At))
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.LastUsedAt, use.At), cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<int> RemoveAllAsync(string subject, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        return await context.Set<ApiKeyEntity>().Where(e => e.Subject == subject).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<int> RemoveDeadAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        return await context.Set<ApiKeyEntity>()
            .Where(e => e.ExpiresAt < before || e.RevokedAt < before).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static ApiKeyEntity ToEntity(ApiKeyRecord record) => new()
    {
        Id = record.Key.Id,
        Subject = record.Key.Subject,
        Name = record.Key.Name,
        SecretHash = record.SecretHash,
        Scopes = string.Join(Separator, record.Key.Scopes),
        Networks = string.Join(Separator, record.Key.Networks),
        CreatedAt = record.Key.CreatedAt,
        ExpiresAt = record.Key.ExpiresAt,
        RevokedAt = record.Key.RevokedAt,
        IsSuspended = record.Key.IsSuspended,
        Suspensions = (int)record.Key.Suspensions,
        ReplacedBy = record.Key.ReplacedBy,
        LastUsedAt = record.Key.LastUsedAt,
    };

    private static ApiKey ToKey(ApiKeyEntity entity) => new()
    {
        Id = entity.Id,
        Subject = entity.Subject,
        Name = entity.Name,
        Scopes = entity.Scopes.Split(Separator, StringSplitOptions.RemoveEmptyEntries),
        Networks = [.. entity.Networks.Split(Separator, StringSplitOptions.RemoveEmptyEntries).Select(n => IPNetwork.Parse(n))],
        CreatedAt = entity.CreatedAt,
        ExpiresAt = entity.ExpiresAt,
        RevokedAt = entity.RevokedAt,
        Suspensions = CausesOf(entity),
        ReplacedBy = entity.ReplacedBy,
        LastUsedAt = entity.LastUsedAt,
    };

    /// <summary>A node of the version before suspends without a cause: then nothing but an operator takes the key back into use.</summary>
    private static ApiKeySuspensions CausesOf(ApiKeyEntity entity) => entity switch
    {
        { Suspensions: not 0 } => (ApiKeySuspensions)entity.Suspensions,
        { IsSuspended: true } => ApiKeySuspensions.Frozen,
        _ => ApiKeySuspensions.None,
    };
}
