namespace SecurityKit.Identity;

/// <summary>Roles, assignments and clearances. Every change is in force here at once and on every node within a second, and raises an event. A change that has begun is not cancelled. Thread-safe.</summary>
public sealed class RoleManager
{
    private const int MaxScopeLength = 128;
    private const int MaxConditions = 16;
    private const int MaxPermissions = 1000;
    private const int MaxParents = 100;

    private readonly IRoleStore _store;
    private readonly AccessCache _cache;
    private readonly ConditionCompiler _conditions;
    private readonly ISecurityEvents _events;
    private readonly TimeProvider _clock;

    internal RoleManager(IRoleStore store, AccessCache cache, ConditionCompiler conditions, ISecurityEvents events, TimeProvider clock)
    {
        _store = store;
        _cache = cache;
        _conditions = conditions;
        _events = events;
        _clock = clock;
    }

    /// <summary>Adds a role or replaces the one of its name.</summary>
    /// <param name="role">The role.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><see cref="RoleOutcome.Done"/>, or why not.</returns>
    public async ValueTask<RoleOutcome> SaveRoleAsync(Role role, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(role);
        var problems = Check(role);
        if (problems.Count > 0)
        {
            return new RoleOutcome.Refused(problems);
        }

        switch (await _store.SaveRoleAsync(role, CancellationToken.None).ConfigureAwait(false))
        {
            case RoleSaveResult.Cycle:
                return Refused("parents", "cycle", "A role cannot inherit from itself, directly or through others.");
            case RoleSaveResult.UnknownParent:
                return Refused("parents", "not_found", "Every parent must exist.");
        }

        await CompleteAsync(IdentityEventTypes.RoleSaved, null, role.Name, null).ConfigureAwait(false);
        return new RoleOutcome.Done();
    }

    /// <summary>Removes a role with all its assignments.</summary>
    /// <param name="name">The role.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call removed it; false as well for a role that is another's parent.</returns>
    public async ValueTask<bool> DeleteRoleAsync(string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!await _store.TryDeleteRoleAsync(name, CancellationToken.None).ConfigureAwait(false))
        {
            return false;
        }

        await CompleteAsync(IdentityEventTypes.RoleDeleted, null, name, null).ConfigureAwait(false);
        return true;
    }

    /// <summary>Lists the roles by name.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The roles.</returns>
    public async ValueTask<IReadOnlyList<Role>> ListRolesAsync(CancellationToken cancellationToken = default)
    {
        var snapshot = await _cache.GetAsync(cancellationToken).ConfigureAwait(false);
        return [.. snapshot.Roles.Roles.Values.OrderBy(role => role.Name, StringComparer.Ordinal)];
    }

    /// <summary>Gives a subject a role.</summary>
    /// <param name="request">What the assignment shall be.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><see cref="RoleOutcome.Assigned"/>, or why not. A condition nobody knows is refused here, and would never hold.</returns>
    public async ValueTask<RoleOutcome> AssignAsync(RoleAssignmentRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(request.Subject);
        var now = _clock.GetUtcNow();
        var problems = Check(request, now);
        if (problems.Count > 0)
        {
            return new RoleOutcome.Refused(problems);
        }

        var assignment = new RoleAssignment
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            Subject = request.Subject,
            Role = request.Role,
            Scope = request.Scope,
            ExpiresAt = request.ExpiresAt,
            Conditions = [.. request.Conditions],
            CreatedAt = now,
        };
        if (!await _store.TryAssignAsync(assignment, CancellationToken.None).ConfigureAwait(false))
        {
            return Refused("role", "not_found", "There is no such role.");
        }

        await CompleteAsync(IdentityEventTypes.RoleAssigned, request.Subject, request.Role, request.Scope).ConfigureAwait(false);
        return new RoleOutcome.Assigned(assignment);
    }

    /// <summary>Takes an assignment from a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="assignmentId">The assignment.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call took it.</returns>
    public async ValueTask<bool> UnassignAsync(string subject, string assignmentId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentException.ThrowIfNullOrEmpty(assignmentId);
        if (!await _store.TryUnassignAsync(subject, assignmentId, CancellationToken.None).ConfigureAwait(false))
        {
            return false;
        }

        await CompleteAsync(IdentityEventTypes.RoleUnassigned, subject, null, null).ConfigureAwait(false);
        return true;
    }

    /// <summary>Lists a subject's assignments, expired ones included until they are cleaned up.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The assignments.</returns>
    public async ValueTask<IReadOnlyList<RoleAssignment>> ListAssignmentsAsync(string subject, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        var snapshot = await _cache.GetAsync(cancellationToken).ConfigureAwait(false);
        return [.. snapshot.Of(subject).Grants.Select(grant => grant.Assignment)];
    }

    /// <summary>Sets how sensitive data a subject is cleared for.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="clearance">A defined level.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was another before.</returns>
    public async ValueTask<bool> SetClearanceAsync(string subject, SensitivityLevel clearance, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(subject);
        if (!SensitivityLevels.IsDefined(clearance))
        {
            throw new ArgumentOutOfRangeException(nameof(clearance), clearance, "There is no such level.");
        }

        if (!await _store.SetClearanceAsync(subject, clearance, CancellationToken.None).ConfigureAwait(false))
        {
            return false;
        }

        await CompleteAsync(IdentityEventTypes.ClearanceChanged, subject, null, SensitivityLevels.NameOf(clearance)).ConfigureAwait(false);
        return true;
    }

    private static RoleOutcome.Refused Refused(string input, string code, string message) => new([new InputProblem(input, code, message)]);

    private static List<InputProblem> Check(Role role)
    {
        var problems = new List<InputProblem>();
        if (!RoleName.IsValid(role.Name))
        {
            problems.Add(new InputProblem(
                "name", "invalid", "A role's name has 1 to 64 lower-case letters, digits, dots, hyphens and underscores and begins with a letter."));
        }

        if (role.Permissions.Count > MaxPermissions || role.Permissions.Any(permission => !PermissionName.IsValid(permission)))
        {
            problems.Add(new InputProblem("permissions", "invalid", "A role has at most 1,000 permissions, each of the form resource:action, without wildcards."));
        }

        if (role.Parents.Count > MaxParents || role.Parents.Any(parent => !RoleName.IsValid(parent)))
        {
            problems.Add(new InputProblem("parents", "invalid", "A role has at most 100 parents, each a role's name."));
        }

        return problems;
    }

    private List<InputProblem> Check(RoleAssignmentRequest request, DateTimeOffset now)
    {
        var problems = new List<InputProblem>();
        if (request.Scope is { } scope && (scope.Length is 0 or > MaxScopeLength || scope.AsSpan().ContainsAnyExceptInRange('!', '~')))
        {
            problems.Add(new InputProblem("scope", "invalid", "A scope has 1 to 128 visible ASCII characters."));
        }

        if (request.ExpiresAt <= now)
        {
            problems.Add(new InputProblem("expiresAt", "out_of_range", "An assignment ends in the future."));
        }

        if (request.Conditions.Count > MaxConditions || request.Conditions.Any(condition => !_conditions.IsKnown(condition)))
        {
            problems.Add(new InputProblem("conditions", "invalid", "An assignment has at most 16 conditions, each of a registered type and with the parameters it needs."));
        }

        return problems;
    }

    /// <summary>The store has the change: every node is told and the event raised, whoever still waits, and each although the other fails.</summary>
    private async ValueTask CompleteAsync(string type, string? subject, string? role, string? detail)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        if (role is not null)
        {
            data["role"] = role;
        }

        if (detail is not null)
        {
            data[type == IdentityEventTypes.ClearanceChanged ? "clearance" : "scope"] = detail;
        }

        var consequences = new Consequences();
        await consequences.TryAsync(() => _cache.AnnounceAsync(subject ?? role ?? string.Empty, CancellationToken.None)).ConfigureAwait(false);
        await consequences.TryAsync(() => _events.RaiseAsync(
            new SecurityEvent
            {
                Type = type,
                Outcome = SecurityEventOutcome.Success,
                Severity = SecurityEventSeverity.Medium,
                Subject = subject,
                Data = data,
            },
            CancellationToken.None)).ConfigureAwait(false);
        consequences.ThrowWhatFailed();
    }
}
