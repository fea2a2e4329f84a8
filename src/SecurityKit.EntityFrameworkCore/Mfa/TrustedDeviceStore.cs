using Microsoft.EntityFrameworkCore;
using SecurityKit.Mfa;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class TrustedDeviceStore(IDbContextFactory<SecurityKitDbContext> contexts) : ITrustedDeviceStore
{
    public async ValueTask AddAsync(TrustedDevice device, byte[] tokenHash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(tokenHash);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        await OwnedBy(context, device.Subject).Where(row => row.ExpiresAt <= device.CreatedAt)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        context.Add(new TrustedDeviceRow
        {
            Id = device.Id,
            TokenHash = tokenHash,
            Subject = device.Subject,
            Name = device.Name,
            CreatedAt = device.CreatedAt,
            LastUsedAt = device.LastUsedAt,
            ExpiresAt = device.ExpiresAt,
        });
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<TrustedDevice?> TryUseAsync(
        string subject, byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var matching = OwnedBy(context, subject).Where(row => row.TokenHash == tokenHash && row.ExpiresAt > now);
        DateTimeOffset? at = now;
        var used = await matching.ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, at), cancellationToken).ConfigureAwait(false);
        if (used == 0)
        {
            return null;
        }

        // A revocation between the two statements leaves no row, and so no trust.
        var row = await matching.AsNoTracking().SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return row?.ToDevice();
    }

    public async ValueTask<IReadOnlyList<TrustedDevice>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var rows = await OwnedBy(context, subject).AsNoTracking().Where(row => row.ExpiresAt > now)
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToDevice())];
    }

    public async ValueTask<bool> RemoveAsync(string subject, string deviceId, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        return await OwnedBy(context, subject).Where(row => row.Id == deviceId).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    public async ValueTask<int> RemoveAllAsync(string subject, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        return await OwnedBy(context, subject).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static IQueryable<TrustedDeviceRow> OwnedBy(SecurityKitDbContext context, string subject) =>
        context.Set<TrustedDeviceRow>().Where(row => row.Subject == subject);
}
