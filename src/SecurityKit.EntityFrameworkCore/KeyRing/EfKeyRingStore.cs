using Microsoft.EntityFrameworkCore;
using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>A row per ring, saved by one conditional statement, and a row per key that counts its messages.</summary>
internal sealed class EfKeyRingStore(IDbContextFactory<SecurityKitDbContext> contexts) : IKeyRingStore
{
    public async ValueTask<StoredKeyRing?> LoadAsync(string ring, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var row = await context.Set<KeyRingRow>().AsNoTracking().SingleOrDefaultAsync(r => r.Ring == ring, cancellationToken).ConfigureAwait(false);
        return row is null || !string.Equals(row.Ring, ring, StringComparison.Ordinal) ? null : new StoredKeyRing(row.Revision, row.Content);
    }

    public async ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var names = await context.Set<KeyRingRow>().AsNoTracking().Select(row => row.Ring).ToListAsync(cancellationToken).ConfigureAwait(false);
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    public async ValueTask<bool> TrySaveAsync(string ring, long expectedRevision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(ring);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var bytes = content.ToArray();
        var statement = expectedRevision == 0
            ? (FormattableString)$"INSERT INTO sk_key_rings (ring, revision, content) VALUES ({ring}, 1, {bytes}) ON CONFLICT (ring) DO NOTHING"
            : $"UPDATE sk_key_rings SET revision = revision + 1, content = {bytes} WHERE ring = {ring} AND revision = {expectedRevision}";
        return await context.Database.ExecuteSqlAsync(statement, cancellationToken).ConfigureAwait(false) == 1;
    }

    public async ValueTask<long> ReserveMessagesAsync(string ring, string keyId, long count, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(ring);
        ArgumentException.ThrowIfNullOrEmpty(keyId);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        if (count == 0)
        {
            return await context.Set<KeyMessagesRow>().Where(row => row.Ring == ring && row.KeyId == keyId).Select(row => row.Reserved)
                .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        }

        var totals = await context.Database.SqlQuery<long>(
            $"""
             INSERT INTO sk_key_messages (ring, key_id, reserved) VALUES ({ring}, {keyId}, {count})
             ON CONFLICT (ring, key_id) DO UPDATE SET reserved = sk_key_messages.reserved + excluded.reserved
             RETURNING reserved AS "Value"
             """).ToListAsync(cancellationToken).ConfigureAwait(false);
        return totals[0];
    }
}
