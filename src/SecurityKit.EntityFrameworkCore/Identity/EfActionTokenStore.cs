using Microsoft.EntityFrameworkCore;
using SecurityKit.Identity;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class EfActionTokenStore(IDbContextFactory<SecurityKitDbContext> contexts) : IActionTokenStore
{
    public async ValueTask ReplaceAsync(ActionToken token, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        await context.Set<ActionTokenEntity>()
            .Where(e => e.Subject == token.Subject && e.Purpose == (int)token.Purpose)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        context.Add(ToEntity(token));
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask AddAsync(ActionToken token, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        context.Add(ToEntity(token));
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ActionToken?> FindAsync(ActionPurpose purpose, string hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var entity = await context.Set<ActionTokenEntity>().AsNoTracking()
            .SingleOrDefaultAsync(e => e.Hash == hash && e.Purpose == (int)purpose && e.ExpiresAt > now, cancellationToken).ConfigureAwait(false);
        if (entity is null || !string.Equals(entity.Hash, hash, StringComparison.Ordinal))
        {
            return null;
        }

        return new ActionToken
        {
            Hash = entity.Hash,
            Purpose = (ActionPurpose)entity.Purpose,
            Subject = entity.Subject,
            EmailKey = entity.EmailKey,
            Email = entity.Email,
            PasswordVersion = entity.PasswordVersion,
            ExpiresAt = entity.ExpiresAt,
        };
    }

    public async ValueTask<bool> TrySpendAsync(ActionPurpose purpose, string hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var rows = await context.Set<ActionTokenEntity>()
            .Where(e => e.Hash == hash && e.Purpose == (int)purpose && e.ExpiresAt > now)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        return rows == 1;
    }

    public async ValueTask RemoveAsync(string subject, ActionPurpose purpose, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        await context.Set<ActionTokenEntity>()
            .Where(e => e.Subject == subject && e.Purpose == (int)purpose).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask RemoveAllAsync(string subject, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        await context.Set<ActionTokenEntity>().Where(e => e.Subject == subject).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        return await context.Set<ActionTokenEntity>().Where(e => e.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static ActionTokenEntity ToEntity(ActionToken token) => new()
    {
        Hash = token.Hash,
        Purpose = (int)token.Purpose,
        Subject = token.Subject,
        EmailKey = token.EmailKey,
        Email = token.Email,
        PasswordVersion = token.PasswordVersion,
        ExpiresAt = token.ExpiresAt,
    };
}
