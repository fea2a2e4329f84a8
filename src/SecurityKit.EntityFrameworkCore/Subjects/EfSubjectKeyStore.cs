using Microsoft.EntityFrameworkCore;
using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>A row per subject, saved by one conditional statement.</summary>
internal sealed class EfSubjectKeyStore(IDbContextFactory<SecurityKitDbContext> contexts) : ISubjectKeyStore
{
    public async ValueTask<StoredSubjectKeys?> LoadAsync(string handle, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(handle);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var row = await context.Set<SubjectKeysRow>().AsNoTracking().SingleOrDefaultAsync(r => r.Handle == handle, cancellationToken).ConfigureAwait(false);
        return row is null || !string.Equals(row.Handle, handle, StringComparison.Ordinal) ? null : ToStored(row);
    }

    public async ValueTask<bool> TrySaveAsync(string handle, long expectedRevision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(handle);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var bytes = content.ToArray();
        return expectedRevision == 0
            ? await context.Database.ExecuteSqlAsync(
                $"INSERT INTO sk_subject_keys (handle, revision, content) VALUES ({handle}, 1, {bytes}) ON CONFLICT (handle) DO NOTHING", cancellationToken)
                .ConfigureAwait(false) == 1
            : await OverwriteAsync(
                context, $"UPDATE sk_subject_keys SET revision = revision + 1, content = {bytes} WHERE handle = {handle} AND revision = {expectedRevision}", cancellationToken)
                .ConfigureAwait(false) == 1;
    }

    public async ValueTask<IReadOnlyList<StoredSubjectKeys>> ListAsync(string after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
#pragma warning disable CA1309 // Translated to SQL, where the column's own collation compares bytes.
        var rows = await context.Set<SubjectKeysRow>().AsNoTracking()
            .Where(row => string.Compare(row.Handle, after) > 0).OrderBy(row => row.Handle).Take(limit).ToListAsync(cancellationToken).ConfigureAwait(false);
#pragma warning restore CA1309
        return [.. rows.Select(ToStored)];
    }

    /// <summary>SQLite leaves what was overwritten in the file's free space unless told otherwise, wrapped keys included. PostgreSQL waits for its vacuum.</summary>
    private static async ValueTask<int> OverwriteAsync(SecurityKitDbContext context, FormattableString statement, CancellationToken cancellationToken)
    {
        if (!context.Database.IsSqlite())
        {
            return await context.Database.ExecuteSqlAsync(statement, cancellationToken).ConfigureAwait(false);
        }

        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await context.Database.ExecuteSqlRawAsync("PRAGMA secure_delete = ON", cancellationToken).ConfigureAwait(false);
            return await context.Database.ExecuteSqlAsync(statement, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The pool of contexts does not: whoever has this one next would use an open connection and never close it.
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }

    private static StoredSubjectKeys ToStored(SubjectKeysRow row) => new(row.Handle, row.Revision, row.Content);
}
