using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Taking, renewing and being refused are one statement each.</summary>
internal sealed class LeaseStore(IDbContextFactory<SecurityKitDbContext> contexts, DatabaseClock clock) : ILeaseStore
{
    public async ValueTask<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var now = clock.NowSql;
        var end = $"{now} + {DatabaseClock.FromSpan(duration).ToString(CultureInfo.InvariantCulture)}";
        var sql =
            $$"""
            INSERT INTO sk_leases (name, owner, fencing_token, expires_at) VALUES ({0}, {1}, 1, {{end}})
            ON CONFLICT (name) DO UPDATE SET
                fencing_token = CASE
                    WHEN sk_leases.owner = excluded.owner AND sk_leases.expires_at > {{now}} THEN sk_leases.fencing_token
                    ELSE sk_leases.fencing_token + 1 END,
                owner = excluded.owner,
                expires_at = {{end}}
            WHERE sk_leases.owner = excluded.owner OR sk_leases.expires_at <= {{now}}
            RETURNING fencing_token AS "FencingToken", expires_at AS "ExpiresAt"
            """;
        var rows = await context.Database.SqlQueryRaw<LeaseState>(sql, name, owner).ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? null : new Lease(name, owner, rows[0].FencingToken, DatabaseClock.ToTime(rows[0].ExpiresAt));
    }

    public async ValueTask ReleaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        await context.Set<LeaseRow>()
            .Where(row => row.Name == lease.Name && row.Owner == lease.Owner && row.FencingToken == lease.FencingToken)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ExpiresAt, 0), cancellationToken)
            .ConfigureAwait(false);
    }
}
