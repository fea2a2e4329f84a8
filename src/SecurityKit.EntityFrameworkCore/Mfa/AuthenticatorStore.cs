using Microsoft.EntityFrameworkCore;
using SecurityKit.Mfa;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>
/// Steps and codes are spent by one conditional statement. What depends on a subject's other authenticators runs in a transaction that
/// first locks the subject's row, so that parallel callers are judged one after the other.
/// </summary>
internal sealed class AuthenticatorStore(IDbContextFactory<SecurityKitDbContext> contexts) : IAuthenticatorStore
{
    private static readonly string Email = MfaMethods.NameOf(MfaMethod.Email);

    public async ValueTask<SubjectAuthenticators> GetAsync(string subject, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var rows = await context.Set<AuthenticatorRow>().AsNoTracking().Where(row => row.Subject == subject)
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        var codes = rows.Count == 0
            ? 0
            : await context.Set<RecoveryCodeRow>().CountAsync(row => row.Subject == subject, cancellationToken).ConfigureAwait(false);
        return new SubjectAuthenticators([.. rows.Select(row => row.ToAuthenticator())], codes);
    }

    public async ValueTask<bool> TryAddAsync(
        Authenticator authenticator, int maxPerSubject, DateTimeOffset stalePendingBefore, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(authenticator);
        var subject = authenticator.Subject;
        try
        {
            return await LockedAsync(
                subject,
                async context =>
                {
                    var own = context.Set<AuthenticatorRow>().Where(row => row.Subject == subject);
                    await own.Where(row => row.ConfirmedAt == null && row.CreatedAt < stalePendingBefore)
                        .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                    if (await own.CountAsync(cancellationToken).ConfigureAwait(false) >= maxPerSubject)
                    {
                        return false;
                    }

                    context.Add(AuthenticatorRow.From(authenticator));
                    await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException exception) when (UniqueRule.IsBrokenBy(exception))
        {
            return false;
        }
    }

    public ValueTask<AuthenticatorActivation> TryActivateAsync(
        string subject, string authenticatorId, long step, DateTimeOffset at, IReadOnlyList<byte[]> recoveryCodeHashes,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recoveryCodeHashes);
        return LockedAsync(
            subject,
            async context =>
            {
                var own = context.Set<AuthenticatorRow>().Where(row => row.Subject == subject);
                var isFirst = !await own.AnyAsync(row => row.ConfirmedAt != null, cancellationToken).ConfigureAwait(false);
                DateTimeOffset? now = at;
                var activated = await own.Where(row => row.Id == authenticatorId && row.ConfirmedAt == null).ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.ConfirmedAt, now).SetProperty(row => row.LastUsedAt, now).SetProperty(row => row.LastStep, step),
                    cancellationToken).ConfigureAwait(false);
                if (activated == 0)
                {
                    return AuthenticatorActivation.NotFound;
                }

                if (!isFirst)
                {
                    return AuthenticatorActivation.Activated;
                }

                await ReplaceCodesAsync(context, subject, recoveryCodeHashes, cancellationToken).ConfigureAwait(false);
                return AuthenticatorActivation.ActivatedFirst;
            },
            cancellationToken);
    }

    public async ValueTask<bool> TryAdvanceStepAsync(string authenticatorId, long step, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        DateTimeOffset? now = at;
        return await context.Set<AuthenticatorRow>()
            .Where(row => row.Id == authenticatorId && row.ConfirmedAt != null && row.LastStep < step)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.LastStep, step).SetProperty(row => row.LastUsedAt, now), cancellationToken)
            .ConfigureAwait(false) == 1;
    }

    public async ValueTask<bool> TryTouchAsync(string authenticatorId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        DateTimeOffset? now = at;
        return await context.Set<AuthenticatorRow>().Where(row => row.Id == authenticatorId && row.ConfirmedAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), cancellationToken).ConfigureAwait(false) == 1;
    }

    public async ValueTask<bool> TryRenameAsync(string subject, string authenticatorId, string name, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        return await context.Set<AuthenticatorRow>()
            .Where(row => row.Id == authenticatorId && row.Subject == subject && row.ConfirmedAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, name), cancellationToken).ConfigureAwait(false) == 1;
    }

    public ValueTask<AuthenticatorRemoval> RemoveAsync(
        string subject, string authenticatorId, bool keepLast, CancellationToken cancellationToken) =>
        LockedAsync(
            subject,
            async context =>
            {
                var own = context.Set<AuthenticatorRow>().Where(row => row.Subject == subject);
                var rows = await own.AsNoTracking().Select(row => new { row.Id, IsActive = row.ConfirmedAt != null, IsStrong = row.ConfirmedAt != null && row.Method != Email })
                    .ToListAsync(cancellationToken).ConfigureAwait(false);
                if (rows.Find(row => row.Id == authenticatorId) is not { } found)
                {
                    return AuthenticatorRemoval.NotFound;
                }

                var isLast = found.IsActive && rows.Count(row => row.IsActive) == 1;
                if (keepLast && found.IsStrong && rows.Count(row => row.IsStrong) == 1)
                {
                    return AuthenticatorRemoval.KeptLast;
                }

                await own.Where(row => row.Id == authenticatorId).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                if (!isLast)
                {
                    return AuthenticatorRemoval.Removed;
                }

                await CodesOf(context, subject).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                return AuthenticatorRemoval.RemovedLast;
            },
            cancellationToken);

    public ValueTask<int> RemoveAllAsync(string subject, bool forgetRequirement, CancellationToken cancellationToken) =>
        LockedAsync(
            subject,
            async context =>
            {
                await CodesOf(context, subject).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                var removed = await context.Set<AuthenticatorRow>().Where(row => row.Subject == subject)
                    .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                await context.Set<MfaSubjectRow>().Where(row => row.Subject == subject && (forgetRequirement || row.RequiredSince == null))
                    .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                return removed;
            },
            cancellationToken);

    public ValueTask<bool> TryReplaceRecoveryCodesAsync(string subject, IReadOnlyList<byte[]> hashes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        return LockedAsync(
            subject,
            async context =>
            {
                var isEnabled = await context.Set<AuthenticatorRow>()
                    .AnyAsync(row => row.Subject == subject && row.ConfirmedAt != null, cancellationToken).ConfigureAwait(false);
                if (isEnabled)
                {
                    await ReplaceCodesAsync(context, subject, hashes, cancellationToken).ConfigureAwait(false);
                }

                return isEnabled;
            },
            cancellationToken);
    }

    public async ValueTask<bool> TrySpendRecoveryCodeAsync(string subject, byte[] hash, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        return await CodesOf(context, subject).Where(row => row.Hash == hash)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    public ValueTask<DateTimeOffset> NoteRequiredAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken) =>
        LockedAsync(
            subject,
            async context =>
            {
                var row = await context.Set<MfaSubjectRow>().SingleAsync(r => r.Subject == subject, cancellationToken).ConfigureAwait(false);
                row.RequiredSince ??= now;
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return row.RequiredSince.Value;
            },
            cancellationToken);

    private static IQueryable<RecoveryCodeRow> CodesOf(SecurityKitDbContext context, string subject) =>
        context.Set<RecoveryCodeRow>().Where(row => row.Subject == subject);

    private static async Task ReplaceCodesAsync(
        SecurityKitDbContext context, string subject, IReadOnlyList<byte[]> hashes, CancellationToken cancellationToken)
    {
        await CodesOf(context, subject).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        context.AddRange(hashes.Select(hash => new RecoveryCodeRow { Subject = subject, Hash = hash }));
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<T> LockedAsync<T>(
        string subject, Func<SecurityKitDbContext, Task<T>> work, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        await context.Database.ExecuteSqlAsync(
            $"INSERT INTO sk_mfa_subjects (subject) VALUES ({subject}) ON CONFLICT (subject) DO UPDATE SET subject = excluded.subject",
            cancellationToken).ConfigureAwait(false);
        var answer = await work(context).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return answer;
    }
}
