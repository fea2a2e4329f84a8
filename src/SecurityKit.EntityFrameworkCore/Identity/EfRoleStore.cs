using Microsoft.EntityFrameworkCore;
using SecurityKit.Identity;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Every change first raises the version row, which makes changes wait for one another, so that versions become visible in their order.</summary>
internal sealed class EfRoleStore(IDbContextFactory<SecurityKitDbContext> contexts, TimeProvider clock) : IRoleStore
{
    public async ValueTask<AccessData> ReadAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var version = await VersionAsync(context, cancellationToken).ConfigureAwait(false);
        var roles = await context.Set<RoleEntity>().AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
        var assignments = await context.Set<RoleAssignmentEntity>().AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
        var clearances = await context.Set<ClearanceEntity>().AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
        return new AccessData(version, [.. roles.Select(RoleRows.ToRole)], RoleRows.ToGrants([], assignments, clearances));
    }

    public async ValueTask<AccessChanges> ReadChangesAsync(long since, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var version = await VersionAsync(context, cancellationToken).ConfigureAwait(false);
        if (version == since)
        {
            return new AccessChanges(version, true, [], []);
        }

        var changes = await context.Set<AccessChangeEntity>().AsNoTracking()
            .Where(e => e.Version > since && e.Version <= version).ToListAsync(cancellationToken).ConfigureAwait(false);
        var isComplete = changes.Count == version - since && changes.TrueForAll(c => c.Kind != (int)AccessChangeKind.Everything);
        if (!isComplete)
        {
            return new AccessChanges(version, false, [], []);
        }

        var names = KeysOf(changes, AccessChangeKind.Role);
        var subjects = KeysOf(changes, AccessChangeKind.Subject);
        var roles = await context.Set<RoleEntity>().AsNoTracking()
            .Where(e => names.Contains(e.Name)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var assignments = await context.Set<RoleAssignmentEntity>().AsNoTracking()
            .Where(e => subjects.Contains(e.Subject)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var clearances = await context.Set<ClearanceEntity>().AsNoTracking()
            .Where(e => subjects.Contains(e.Subject)).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new AccessChanges(version, true, [.. roles.Select(RoleRows.ToRole)], RoleRows.ToGrants(subjects, assignments, clearances));
    }

    public async ValueTask<RoleSaveResult> SaveRoleAsync(Role role, CancellationToken cancellationToken)
    {
        var result = RoleSaveResult.Cycle;
        await ChangeAsync(
            AccessChangeKind.Role,
            role.Name,
            async context =>
            {
                var parents = await context.Set<RoleEntity>().AsNoTracking()
                    .Select(e => new { e.Name, e.Parents }).ToListAsync(cancellationToken).ConfigureAwait(false);
                result = RoleGraph.Check(
                    parents.ToDictionary(e => e.Name, e => (IReadOnlyCollection<string>)RoleRows.Split(e.Parents), StringComparer.Ordinal), role);
                if (result == RoleSaveResult.Saved)
                {
                    await PutAsync(context, role, cancellationToken).ConfigureAwait(false);
                }

                return result == RoleSaveResult.Saved;
            },
            cancellationToken).ConfigureAwait(false);
        return result;
    }

    public ValueTask<bool> TryDeleteRoleAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(
            AccessChangeKind.Everything,
            name,
            async context =>
            {
                var parents = await context.Set<RoleEntity>().AsNoTracking()
                    .Select(e => e.Parents).ToListAsync(cancellationToken).ConfigureAwait(false);
                if (parents.Exists(p => RoleRows.Split(p).Contains(name, StringComparer.Ordinal)))
                {
                    return false;
                }

                await context.Set<RoleAssignmentEntity>().Where(e => e.Role == name).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                return await context.Set<RoleEntity>().Where(e => e.Name == name).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) == 1;
            },
            cancellationToken);

    public ValueTask<bool> TryAssignAsync(RoleAssignment assignment, CancellationToken cancellationToken) =>
        ChangeAsync(
            AccessChangeKind.Subject,
            assignment.Subject,
            async context =>
            {
                if (!await context.Set<RoleEntity>().AnyAsync(e => e.Name == assignment.Role, cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }

                context.Add(RoleRows.ToEntity(assignment));
                return true;
            },
            cancellationToken);

    public ValueTask<bool> TryUnassignAsync(string subject, string id, CancellationToken cancellationToken) =>
        ChangeAsync(
            AccessChangeKind.Subject,
            subject,
            async context => await context.Set<RoleAssignmentEntity>()
                .Where(e => e.Id == id && e.Subject == subject).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) == 1,
            cancellationToken);

    public ValueTask<bool> SetClearanceAsync(string subject, SensitivityLevel clearance, CancellationToken cancellationToken) =>
        ChangeAsync(
            AccessChangeKind.Subject,
            subject,
            async context =>
            {
                var present = await context.Set<ClearanceEntity>().SingleOrDefaultAsync(e => e.Subject == subject, cancellationToken).ConfigureAwait(false);
                if ((SensitivityLevel)(present?.Level ?? 0) == clearance)
                {
                    return false;
                }

                present ??= context.Add(new ClearanceEntity { Subject = subject }).Entity;
                present.Level = (int)clearance;
                return true;
            },
            cancellationToken);

    public ValueTask<bool> RemoveSubjectAsync(string subject, CancellationToken cancellationToken) =>
        ChangeAsync(
            AccessChangeKind.Subject,
            subject,
            async context =>
            {
                var assignments = await context.Set<RoleAssignmentEntity>()
                    .Where(e => e.Subject == subject).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                var clearances = await context.Set<ClearanceEntity>()
                    .Where(e => e.Subject == subject).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                return assignments + clearances > 0;
            },
            cancellationToken);

    public async ValueTask<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await ForgetChangesAsync(before, cancellationToken).ConfigureAwait(false);
        var removed = 0;
        await ChangeAsync(
            AccessChangeKind.Everything,
            string.Empty,
            async context =>
            {
                removed = await context.Set<RoleAssignmentEntity>()
                    .Where(e => e.ExpiresAt < before).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                return removed > 0;
            },
            cancellationToken).ConfigureAwait(false);
        return removed;
    }

    private static Task<long> VersionAsync(SecurityKitDbContext context, CancellationToken cancellationToken) =>
        context.Set<AccessVersionEntity>().AsNoTracking()
            .Where(e => e.Id == AccessVersionEntity.OnlyId).Select(e => e.Version).SingleAsync(cancellationToken);

    private static List<string> KeysOf(List<AccessChangeEntity> changes, AccessChangeKind kind) =>
        [.. changes.Where(c => c.Kind == (int)kind).Select(c => c.Key).Distinct(StringComparer.Ordinal)];

    private async ValueTask ForgetChangesAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        await context.Set<AccessChangeEntity>().Where(e => e.At < before).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task PutAsync(SecurityKitDbContext context, Role role, CancellationToken cancellationToken)
    {
        var entity = await context.Set<RoleEntity>().SingleOrDefaultAsync(e => e.Name == role.Name, cancellationToken).ConfigureAwait(false)
            ?? context.Add(new RoleEntity { Name = role.Name, Permissions = string.Empty, Parents = string.Empty }).Entity;
        entity.Description = role.Description;
        entity.Permissions = RoleRows.Join(role.Permissions);
        entity.Parents = RoleRows.Join(role.Parents);
    }

    /// <summary>Makes one change under the next version; nothing is kept when the change says that it changed nothing.</summary>
    private async ValueTask<bool> ChangeAsync(
        AccessChangeKind kind, string key, Func<SecurityKitDbContext, Task<bool>> change, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        await context.Set<AccessVersionEntity>()
            .Where(e => e.Id == AccessVersionEntity.OnlyId)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.Version, e => e.Version + 1), cancellationToken).ConfigureAwait(false);
        if (!await change(context).ConfigureAwait(false))
        {
            return false;
        }

        context.Add(new AccessChangeEntity
        {
            Version = await VersionAsync(context, cancellationToken).ConfigureAwait(false),
            Kind = (int)kind,
            Key = key,
            At = clock.GetUtcNow(),
        });
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }
}
