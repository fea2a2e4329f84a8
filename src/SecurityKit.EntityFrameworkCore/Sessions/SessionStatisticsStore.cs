using Microsoft.EntityFrameworkCore;
using SecurityKit.Sessions;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Counts the rows of sessions, and keeps the tallies of an hour as one row per name.</summary>
internal sealed class SessionStatisticsStore(IDbContextFactory<SecurityKitDbContext> contexts, TimeProvider clock) : ISessionStatisticsStore
{
    public async ValueTask<SessionCensus> CountAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var groups = await context.Set<SessionEntity>().AsNoTracking()
            .Where(row => row.EndsAt > now)
            .GroupBy(row => new { row.DeviceName, row.Network })
            .Select(group => new { group.Key.DeviceName, group.Key.Network, Count = group.LongCount() })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return new SessionCensus(
            groups.Sum(group => group.Count), Sum(groups.Select(group => (group.DeviceName, group.Count))),
            Sum(groups.Where(group => group.Network is not null).Select(group => (group.Network!, group.Count))));
    }

    public async ValueTask AddAsync(SessionTally tally, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tally);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);

        // As the model converts it; in order, so that nodes do not lock crosswise.
        object hour = context.Database.IsSqlite() ? tally.Hour.UtcTicks : tally.Hour.ToUniversalTime();
        foreach (var (name, count) in tally.Counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            await context.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO sk_session_tallies (hour, name, count) VALUES ({hour}, {name}, {count})
                ON CONFLICT (hour, name) DO UPDATE SET count = sk_session_tallies.count + excluded.count
                """,
                cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<SessionTally>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var first = SessionTally.HourOf(from);
        var rows = await context.Set<SessionTallyEntity>().AsNoTracking()
            .Where(row => row.Hour >= first && row.Hour <= to).ToListAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.GroupBy(row => row.Hour).OrderBy(group => group.Key)
                .Select(group => new SessionTally(group.Key, group.ToDictionary(row => row.Name, row => row.Count, StringComparer.Ordinal))),
        ];
    }

    public async ValueTask<int> RemoveExpiredAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var oldest = clock.GetUtcNow() - SessionTally.Retention;
        return await context.Set<SessionTallyEntity>().Where(row => row.Hour < oldest).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static Dictionary<string, long> Sum(IEnumerable<(string Name, long Count)> groups) =>
        groups.GroupBy(group => group.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(g => g.Count), StringComparer.Ordinal);
}
