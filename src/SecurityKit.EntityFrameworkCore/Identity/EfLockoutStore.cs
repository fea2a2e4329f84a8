using Microsoft.EntityFrameworkCore;
using SecurityKit.Identity;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Each attempt replaces the row it has read, or reads again. Somebody always gets on, and a locked row is only read.</summary>
internal sealed class EfLockoutStore(IDbContextFactory<SecurityKitDbContext> contexts, TimeProvider clock) : ILockoutStore
{
    private const int MaxRounds = 1000;

    public async ValueTask<LockoutDecision> BeginAttemptAsync(string key, LockoutRule rule, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await using var contextScope = context.ConfigureAwait(false);
            var entity = await context.Set<LockoutEntity>().AsNoTracking()
                .SingleOrDefaultAsync(e => e.Key == key, cancellationToken).ConfigureAwait(false);
            var (decision, next) = rule.Begin(ToState(entity), clock.GetUtcNow());
            if (next is null || await TryWriteAsync(context, key, entity?.Version, next, cancellationToken).ConfigureAwait(false))
            {
                return decision;
            }
        }

        throw new StoreUnavailableException("lockouts");
    }

    public async ValueTask<bool> ClearAsync(string key, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        return await context.Set<LockoutEntity>().Where(e => e.Key == key).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    public async ValueTask<int> RemoveStaleAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        return await context.Set<LockoutEntity>()
            .Where(e => e.LastFailureAt < before && e.LockedUntil < before)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static LockoutState? ToState(LockoutEntity? entity) => entity is null
        ? null
        : new LockoutState(
            entity.Failures, entity.WindowStart, entity.DayFailures, entity.DayStart, entity.Locks, entity.LockedUntil, entity.LastFailureAt);

    private static async ValueTask<bool> TryWriteAsync(
        SecurityKitDbContext context, string key, long? seenVersion, LockoutState next, CancellationToken cancellationToken)
    {
        if (seenVersion is { } version)
        {
            var rows = await context.Set<LockoutEntity>()
                .Where(e => e.Key == key && e.Version == version)
                .ExecuteUpdateAsync(
                    set => set
                        .SetProperty(e => e.Version, version + 1)
                        .SetProperty(e => e.Failures, next.Failures)
                        .SetProperty(e => e.WindowStart, next.WindowStart)
                        .SetProperty(e => e.DayFailures, next.DayFailures)
                        .SetProperty(e => e.DayStart, next.DayStart)
                        .SetProperty(e => e.Locks, next.Locks)
                        .SetProperty(e => e.LockedUntil, next.LockedUntil)
                        .SetProperty(e => e.LastFailureAt, next.LastFailureAt),
                    cancellationToken).ConfigureAwait(false);
            return rows == 1;
        }

        context.Add(new LockoutEntity
        {
            Key = key,
            Version = 1,
            Failures = next.Failures,
            WindowStart = next.WindowStart,
            DayFailures = next.DayFailures,
            DayStart = next.DayStart,
            Locks = next.Locks,
            LockedUntil = next.LockedUntil,
            LastFailureAt = next.LastFailureAt,
        });
        return await UniqueRule.TrySaveAsync(context, cancellationToken).ConfigureAwait(false);
    }
}
