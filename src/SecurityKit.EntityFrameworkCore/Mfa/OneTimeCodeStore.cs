using Microsoft.EntityFrameworkCore;
using SecurityKit.Mfa;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>A guess is taken by one conditional update that returns the hash. Each new code sweeps expired ones out.</summary>
internal sealed class OneTimeCodeStore(IDbContextFactory<SecurityKitDbContext> contexts) : IOneTimeCodeStore
{
    public async ValueTask PutAsync(OneTimeCode code, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        await context.Set<OneTimeCodeRow>().Where(row => row.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        object expiresAt = context.Database.IsSqlite() ? code.ExpiresAt.UtcTicks : code.ExpiresAt.ToUniversalTime();
        await context.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO sk_mfa_codes (id, hash, guesses, expires_at) VALUES ({code.Id}, {code.Hash}, {code.Guesses}, {expiresAt})
             ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, guesses = excluded.guesses, expires_at = excluded.expires_at
             """,
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<byte[]?> TryTakeGuessAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        object at = context.Database.IsSqlite() ? now.UtcTicks : now.ToUniversalTime();
        var hashes = await context.Database.SqlQuery<byte[]>(
            $"UPDATE sk_mfa_codes SET guesses = guesses - 1 WHERE id = {id} AND guesses > 0 AND expires_at > {at} RETURNING hash")
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return hashes.Count == 1 ? hashes[0] : null;
    }

    public async ValueTask<bool> TrySpendAsync(string id, byte[] hash, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        return await context.Set<OneTimeCodeRow>().Where(row => row.Id == id && row.Hash == hash)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) == 1;
    }
}
