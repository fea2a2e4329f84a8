using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>One row per counter, locked by an update before it is judged: parallel callers are judged one after the other.</summary>
internal sealed class CounterStore(
    IDbContextFactory<SecurityKitDbContext> contexts, DatabaseClock clock, ILogger<CounterStore> logger) : ICounterStore
{
    private int _takes;

    /// <summary>How many takes pass before rows that say nothing any more are deleted.</summary>
    internal int TakesBetweenSweeps { get; init; } = 1024;

    public async ValueTask<CounterDecision> TryTakeAsync(CounterKey key, CounterLimit limit, int permits, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        if (permits == 0)
        {
            return await LookAsync(context, key, limit, cancellationToken).ConfigureAwait(false);
        }

        var decision = await TakeAsync(context, key, limit, permits, cancellationToken).ConfigureAwait(false);
        if (Interlocked.Increment(ref _takes) % TakesBetweenSweeps == 0)
        {
            await SweepAsync(context, cancellationToken).ConfigureAwait(false);
        }

        return decision;
    }

    public async ValueTask GiveBackAsync(CounterKey key, int permits, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        var present = await QueryAsync(
            context,
            $"UPDATE sk_counters SET over_at = over_at WHERE key = {{0}} RETURNING taken AS \"Taken\", {clock.NowSql} AS \"Now\"",
            [key.ToString()],
            cancellationToken).ConfigureAwait(false);
        if (present is null)
        {
            return;
        }

        var times = CounterTimes.Read(present.Taken);
        times.GiveBack(permits);
        await WriteAsync(context, key, times, overAt: null, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask ResetAsync(CounterKey key, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var text = key.ToString();
        await context.Set<CounterRow>().Where(row => row.Key == text).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<CounterDecision> LookAsync(
        SecurityKitDbContext context, CounterKey key, CounterLimit limit, CancellationToken cancellationToken)
    {
        var present = await QueryAsync(
            context,
            $"SELECT taken AS \"Taken\", {clock.NowSql} AS \"Now\" FROM sk_counters WHERE key = {{0}}",
            [key.ToString()],
            cancellationToken).ConfigureAwait(false);
        return present is null
            ? new CounterDecision(true, limit.Permits, TimeSpan.Zero)
            : CounterTimes.Read(present.Taken).TryTake(limit, permits: 0, present.Now);
    }

    private async ValueTask<CounterDecision> TakeAsync(
        SecurityKitDbContext context, CounterKey key, CounterLimit limit, int permits, CancellationToken cancellationToken)
    {
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        var present = await QueryAsync(
            context,
            "INSERT INTO sk_counters (key, taken, over_at) VALUES ({0}, {1}, 0) "
            + $"ON CONFLICT (key) DO UPDATE SET over_at = sk_counters.over_at RETURNING taken AS \"Taken\", {clock.NowSql} AS \"Now\"",
            [key.ToString(), Array.Empty<byte>()],
            cancellationToken).ConfigureAwait(false);
        var times = CounterTimes.Read(present!.Taken);
        var decision = times.TryTake(limit, permits, present.Now);
        if (decision.Taken)
        {
            await WriteAsync(context, key, times, present.Now + DatabaseClock.FromSpan(limit.Window), cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        return decision;
    }

    private static async ValueTask<CounterState?> QueryAsync(
        SecurityKitDbContext context, string sql, object[] parameters, CancellationToken cancellationToken)
    {
        var rows = await context.Database.SqlQueryRaw<CounterState>(sql, parameters).ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    private static async ValueTask WriteAsync(
        SecurityKitDbContext context, CounterKey key, CounterTimes times, long? overAt, CancellationToken cancellationToken)
    {
        var text = key.ToString();
        var taken = times.Write();
        await context.Set<CounterRow>().Where(row => row.Key == text).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Taken, taken).SetProperty(row => row.OverAt, row => overAt ?? row.OverAt),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The permit is taken by now; a sweep that cannot be done is done later.</summary>
    private async ValueTask SweepAsync(SecurityKitDbContext context, CancellationToken cancellationToken)
    {
        try
        {
            var sql = "DELETE FROM sk_counters WHERE over_at <= " + clock.NowSql;
            await context.Database.ExecuteSqlRawAsync(sql, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception)
        {
            DatabaseLog.SweepFailed(logger, "sk_counters", exception);
        }
    }
}
