using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SecurityKit.Mfa;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>A challenge is completed by deleting its row: of parallel callers one deletes it. Each new one sweeps expired ones out.</summary>
internal sealed class MfaChallengeStore(IDbContextFactory<SecurityKitDbContext> contexts) : IMfaChallengeStore
{
    public async ValueTask AddAsync(StoredMfaChallenge challenge, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        await context.Set<MfaChallengeRow>().Where(row => row.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        context.Add(new MfaChallengeRow
        {
            TokenHash = challenge.TokenHash,
            Subject = challenge.Subject,
            Factors = JsonSerializer.Serialize(challenge.Factors),
            ExpiresAt = challenge.ExpiresAt,
        });
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StoredMfaChallenge?> FindAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var row = await context.Set<MfaChallengeRow>().AsNoTracking()
            .SingleOrDefaultAsync(r => r.TokenHash == tokenHash && r.ExpiresAt > now, cancellationToken).ConfigureAwait(false);
        return row is null
            ? null
            : new StoredMfaChallenge(row.TokenHash, row.Subject, JsonSerializer.Deserialize<AuthenticationFactor[]>(row.Factors)!, row.ExpiresAt);
    }

    public async ValueTask<bool> TryCompleteAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        return await context.Set<MfaChallengeRow>().Where(row => row.TokenHash == tokenHash && row.ExpiresAt > now)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    public async ValueTask RemoveAllAsync(string subject, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        await context.Set<MfaChallengeRow>().Where(row => row.Subject == subject)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }
}
