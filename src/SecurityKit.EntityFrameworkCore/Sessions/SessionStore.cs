using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecurityKit.Sessions;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>
/// Sessions in SQLite or PostgreSQL. What concerns all sessions of a subject happens in a transaction that first writes the subject's
/// row, so that parallel calls queue on it; what concerns one session is a change to the version that was read, repeated when it lost.
/// </summary>
internal sealed class SessionStore(IDbContextFactory<SecurityKitDbContext> contexts, IOptions<DatabaseOptions> options, TimeProvider clock) : ISessionStore
{
    /// <summary>A turn takes one command's limit at worst; a queue longer than this many of them is an outage to its last caller.</summary>
    private const int MostTurnsWaited = 60;

    private readonly SubjectQueue _queue = new(options.Value.CommandTimeout * MostTurnsWaited);

    public async ValueTask<SessionCreation> CreateAsync(SessionDraft draft, SessionLimit limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit.Maximum, 1);
        using var turn = await _queue.EnterAsync(draft.Session.Subject, cancellationToken).ConfigureAwait(false);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        var subject = await LockSubjectAsync(context, draft.Session.Subject, cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        if (now < subject.RememberUntil && draft.Session.Factors.Any(factor => factor.At < subject.FactorsFrom))
        {
            return new SessionCreation(SessionStartStatus.RevokedMeanwhile, []);
        }

        var rows = await OfSubject(context, draft.Session.Subject).ToListAsync(cancellationToken).ConfigureAwait(false);
        var present = rows.Where(row => row.EndsAt > now).ToList();
        var surplus = present.Count - limit.Maximum + 1;
        if (surplus > 0 && limit.WhenReached == SessionLimitAction.Refuse)
        {
            return new SessionCreation(SessionStartStatus.LimitReached, []);
        }

        var evicted = present.Take(Math.Max(surplus, 0)).ToList();
        await DeleteAsync(context, [.. evicted, .. rows.Except(present)], cancellationToken).ConfigureAwait(false);
        context.Add(SessionEntity.From(draft));
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new SessionCreation(SessionStartStatus.Created, [.. evicted.Select(row => row.ToSession())]);
    }

    public async ValueTask<SessionReading> FindAsync(SessionId id, string? tokenId, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var key = id.ToString();
        var found = await context.Set<SessionEntity>().AsNoTracking()
            .Where(row => row.Id == key)
            .Select(row => new
            {
                Row = row,
                IsRevoked = context.Set<RevokedTokenEntity>().Any(token => token.SessionId == key && token.TokenId == tokenId),
            })
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (found is null || !string.Equals(found.Row.Id, key, StringComparison.Ordinal))
        {
            return default;
        }

        var session = found.Row.ToSession();
        return session.IsLiveAt(clock.GetUtcNow()) ? new SessionReading(session, found.Row.TokenHash, tokenId is not null && found.IsRevoked) : default;
    }

    public async ValueTask<bool> TouchAsync(SessionId id, CancellationToken cancellationToken) =>
        await ChangeLiveAsync(id, null, static (row, session, now) => row.Take(session with { LastSeenAt = now }), cancellationToken).ConfigureAwait(false) is not null;

    public async ValueTask<IReadOnlyList<Session>> ListAsync(string subject, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var rows = await OfSubject(context, subject).Where(row => row.EndsAt > now).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToSession())];
    }

    public ValueTask<Session?> AddFactorsAsync(
        SessionId id, string subject, IReadOnlyList<AuthenticationFactor> factors, AssuranceLevel level, byte[] tokenHash, CancellationToken cancellationToken) =>
        ChangeLiveAsync(
            id,
            subject,
            (row, session, _) =>
            {
                row.Take(session.WithFactors(factors, level));
                row.TokenHash = tokenHash;
            },
            cancellationToken);

    public async ValueTask<RefreshRotation> RotateRefreshAsync(SessionId id, RefreshAttempt attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        while (true)
        {
            if (await TryRotateAsync(id.ToString(), attempt, cancellationToken).ConfigureAwait(false) is { } decided)
            {
                return decided;
            }
        }
    }

    public async ValueTask<Session?> RevokeAsync(SessionId id, string subject, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var key = id.ToString();
        var row = await context.Set<SessionEntity>().AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == key && row.Subject == subject, cancellationToken).ConfigureAwait(false);
        if (row is null)
        {
            return null;
        }

        var deleted = await context.Set<SessionEntity>().Where(r => r.Id == key).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        var session = row.ToSession();
        return deleted == 1 && session.IsKeptAt(clock.GetUtcNow()) ? session : null;
    }

    public async ValueTask<IReadOnlyList<Session>> RevokeAllAsync(
        string subject, SessionId? except, DateTimeOffset at, TimeSpan remember, CancellationToken cancellationToken)
    {
        using var turn = await _queue.EnterAsync(subject, cancellationToken).ConfigureAwait(false);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        var locked = await LockSubjectAsync(context, subject, cancellationToken).ConfigureAwait(false);
        DateTimeOffset? from = locked.FactorsFrom > at ? locked.FactorsFrom : at;
        DateTimeOffset? until = locked.RememberUntil > at + remember ? locked.RememberUntil : at + remember;
        await context.Set<SessionSubjectEntity>().Where(row => row.Subject == subject).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.FactorsFrom, from).SetProperty(r => r.RememberUntil, until), cancellationToken).ConfigureAwait(false);

        var kept = except?.ToString();
        var ended = await OfSubject(context, subject).Where(row => row.Id != kept).ToListAsync(cancellationToken).ConfigureAwait(false);
        await DeleteAsync(context, ended, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        return [.. ended.Select(row => row.ToSession()).Where(session => session.IsKeptAt(now))];
    }

    public async ValueTask<bool> RevokeTokenAsync(SessionId id, string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var key = id.ToString();
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        if (!await IsKeptAsync(context, key, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        context.Add(new RevokedTokenEntity { SessionId = key, TokenId = tokenId, ExpiresAt = expiresAt });
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbUpdateException)
        {
            // It was revoked already, or the session went in between; the keys of the table see to both.
            return await IsKeptAsync(context, key, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<int> RemoveExpiredAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var removed = await context.Set<SessionEntity>().Where(row => row.EndsAt <= now).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await context.Set<RevokedTokenEntity>().Where(token => token.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await context.Set<SessionSubjectEntity>()
            .Where(row => (row.RememberUntil == null || row.RememberUntil <= now) && !context.Set<SessionEntity>().Any(s => s.Subject == row.Subject))
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        return removed;
    }

    private static IQueryable<SessionEntity> OfSubject(SecurityKitDbContext context, string subject) =>
        context.Set<SessionEntity>().AsNoTracking().Where(row => row.Subject == subject).OrderBy(row => row.CreatedAt).ThenBy(row => row.Id);

    private static async ValueTask DeleteAsync(SecurityKitDbContext context, List<SessionEntity> rows, CancellationToken cancellationToken)
    {
        if (rows.Count > 0)
        {
            var ids = rows.Select(row => row.Id).ToList();
            await context.Set<SessionEntity>().Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the subject's row, so that the transaction holds it until its end on either engine.</summary>
    private static async ValueTask<SessionSubjectEntity> LockSubjectAsync(SecurityKitDbContext context, string subject, CancellationToken cancellationToken)
    {
        await context.Database.ExecuteSqlAsync(
            $"INSERT INTO sk_session_subjects (subject, version) VALUES ({subject}, 0) ON CONFLICT (subject) DO UPDATE SET version = sk_session_subjects.version + 1",
            cancellationToken).ConfigureAwait(false);
        return await context.Set<SessionSubjectEntity>().AsNoTracking()
            .SingleAsync(row => row.Subject == subject, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> IsKeptAsync(SecurityKitDbContext context, string key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await context.Set<SessionEntity>().AnyAsync(row => row.Id == key && row.EndsAt > now, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Session?> ChangeLiveAsync(
        SessionId id, string? subject, Action<SessionEntity, Session, DateTimeOffset> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await using var contextScope = context.ConfigureAwait(false);
            var key = id.ToString();
            var row = await context.Set<SessionEntity>().FirstOrDefaultAsync(r => r.Id == key, cancellationToken).ConfigureAwait(false);
            var now = clock.GetUtcNow();
            if (row?.ToSession() is not { } session || !session.IsLiveAt(now) || (subject ?? session.Subject) != session.Subject)
            {
                return null;
            }

            change(row, session, now);
            if (await TrySaveAsync(context, row, cancellationToken).ConfigureAwait(false))
            {
                return row.ToSession();
            }
        }
    }

    /// <summary>Null when another change came first.</summary>
    private async ValueTask<RefreshRotation?> TryRotateAsync(string key, RefreshAttempt attempt, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var row = await context.Set<SessionEntity>().FirstOrDefaultAsync(r => r.Id == key, cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        if (row is null || row.RenewableUntil is null || row.RenewableUntil <= now || row.KeyThumbprint != attempt.KeyThumbprint
            || !CryptographicOperations.FixedTimeEquals(row.RefreshFamilyHash, attempt.FamilyHash))
        {
            return new RefreshRotation(RefreshRotationStatus.NotFound, null, null);
        }

        if (CryptographicOperations.FixedTimeEquals(row.RefreshCurrentHash, attempt.TokenHash))
        {
            row.Take(row.ToSession().Renewed(now, attempt.SessionLifetime));
            row.RefreshPreviousHash = row.RefreshCurrentHash;
            row.RefreshCurrentHash = attempt.SuccessorHash;
            row.RefreshSealedSuccessor = attempt.SealedSuccessor;
            row.RefreshRotatedAt = now;
            return await TrySaveAsync(context, row, cancellationToken).ConfigureAwait(false)
                ? new RefreshRotation(RefreshRotationStatus.Rotated, row.ToSession(), null)
                : null;
        }

        if (CryptographicOperations.FixedTimeEquals(row.RefreshPreviousHash, attempt.TokenHash) && now - row.RefreshRotatedAt <= attempt.Leeway)
        {
            return new RefreshRotation(RefreshRotationStatus.Repeated, row.ToSession(), row.RefreshSealedSuccessor);
        }

        var deleted = await context.Set<SessionEntity>().Where(r => r.Id == key && r.Version == row.Version).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        return deleted == 1 ? new RefreshRotation(RefreshRotationStatus.Reused, row.ToSession(), null) : null;
    }

    private static async ValueTask<bool> TrySaveAsync(SecurityKitDbContext context, SessionEntity row, CancellationToken cancellationToken)
    {
        row.Version++;
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }
}
