using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class EfSecurityEventStore(IDbContextFactory<SecurityKitDbContext> contexts, IOptions<DatabaseOptions> options, TimeProvider clock) : ISecurityEventStore
{
    /// <summary>How far the clocks of two nodes may be apart: an event bears the time of the one that raised it.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromSeconds(30);

    /// <summary>The longest that an insertion may take from its number to its commit, told by the clock of another node.</summary>
    internal TimeSpan Settling => options.Value.CommandTimeout + ClockDifference;

    public async ValueTask AppendAsync(SecurityEvent securityEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(securityEvent);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        context.Add(ToRow(securityEvent));
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<SecurityEvent>> QueryAsync(SecurityEventQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var all = context.Set<SecurityEventRow>().AsNoTracking();
        var rows = Narrow(all, query);
        rows = query.NewestFirst
            ? rows.OrderByDescending(row => row.Sequence)
            : (await UpToWhatMayStillComeAsync(context, rows, cancellationToken).ConfigureAwait(false)).OrderBy(row => row.Sequence);
        var page = await rows.Take(query.Limit).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. page.Select(FromRow)];
    }

    public async ValueTask<int> DeleteBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        return await context.Set<SecurityEventRow>().Where(row => row.Time < before).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// PostgreSQL gives out numbers as rows are inserted and shows rows as they are committed: a number that is missing below a fresh row may be one that is
    /// still to come, and whoever went on after the fresh one would never see it. Rows above such a gap wait until it is filled or <see cref="Settling"/> has passed.
    /// </summary>
    private async ValueTask<IQueryable<SecurityEventRow>> UpToWhatMayStillComeAsync(
        SecurityKitDbContext context, IQueryable<SecurityEventRow> rows, CancellationToken cancellationToken)
    {
        if (!context.Database.IsNpgsql())
        {
            return rows;
        }

        var settled = clock.GetUtcNow() - Settling;
        var gap = await context.Database.SqlQuery<long?>(
            $"""
            SELECT min(below) AS "Value" FROM (
                SELECT sequence, lag(sequence) OVER (ORDER BY sequence) AS below FROM sk_events
                WHERE sequence >= COALESCE((SELECT max(sequence) FROM sk_events WHERE time <= {settled}), 0)) AS fresh
            WHERE sequence - below > 1
            """).SingleAsync(cancellationToken).ConfigureAwait(false);
        return gap is { } last ? rows.Where(row => row.Sequence <= last) : rows;
    }

    private static IQueryable<SecurityEventRow> Narrow(IQueryable<SecurityEventRow> all, SecurityEventQuery query)
    {
        var rows = all;
        if (query.Subject is { } subject)
        {
            rows = rows.Where(row => row.Subject == subject);
        }

        if (query.Type is { } type)
        {
            // 'mfa.' up to but not including 'mfa/': the type names are ASCII, and '/' follows '.'.
            var end = type.EndsWith('.') ? type[..^1] + "/" : null;
#pragma warning disable CA1309 // Translated to SQL, where the column's own collation compares bytes.
            rows = end is null
                ? rows.Where(row => row.Type == type)
                : rows.Where(row => string.Compare(row.Type, type) >= 0 && string.Compare(row.Type, end) < 0);
#pragma warning restore CA1309
        }

        if (query.AfterTime is { } time)
        {
            rows = rows.Where(row => row.Time > time);
        }

        if (query.AfterId is { } id)
        {
            rows = query.NewestFirst
                ? rows.Where(row => all.Any(last => last.Id == id && row.Sequence < last.Sequence))
                : rows.Where(row => all.Any(last => last.Id == id && row.Sequence > last.Sequence));
        }

        return rows;
    }

    private static SecurityEventRow ToRow(SecurityEvent e) => new()
    {
        Id = e.Id,
        Time = e.Time,
        Type = e.Type,
        Outcome = e.Outcome,
        Severity = e.Severity,
        Subject = e.Subject,
        Actor = e.Actor,
        Source = e.Source,
        Reason = e.Reason,
        CorrelationId = e.CorrelationId,
        Data = e.Data.Count == 0 ? null : JsonSerializer.Serialize(e.Data, SecurityEventDataJson.Default.IReadOnlyDictionaryStringString),
    };

    private static SecurityEvent FromRow(SecurityEventRow row)
    {
        var restored = new SecurityEvent
        {
            Id = row.Id,
            Time = row.Time,
            Type = row.Type,
            Outcome = row.Outcome,
            Severity = row.Severity,
            Subject = row.Subject,
            Actor = row.Actor,
            Source = row.Source,
            Reason = row.Reason,
            CorrelationId = row.CorrelationId,
        };
        return row.Data is null
            ? restored
            : restored with { Data = JsonSerializer.Deserialize(row.Data, SecurityEventDataJson.Default.DictionaryStringString)! };
    }
}
