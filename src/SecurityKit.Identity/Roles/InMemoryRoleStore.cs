namespace SecurityKit.Identity;

internal sealed class InMemoryRoleStore : IRoleStore, IVolatileStore
{
    private const int RememberedChanges = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Role> _roles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SubjectGrants> _subjects = new(StringComparer.Ordinal);
    private readonly Queue<(long Version, AccessChange Kind, string Key)> _changes = new();
    private long _version;

    public ValueTask<AccessData> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(new AccessData(_version, [.. _roles.Values], [.. _subjects.Values]));
        }
    }

    public ValueTask<AccessChanges> ReadChangesAsync(long since, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (since == _version)
            {
                return ValueTask.FromResult(new AccessChanges(_version, true, [], []));
            }

            var changes = _changes.Where(change => change.Version > since).ToArray();
            var isComplete = changes.Length == _version - since && Array.TrueForAll(changes, c => c.Kind != AccessChange.Everything);
            if (!isComplete)
            {
                return ValueTask.FromResult(new AccessChanges(_version, false, [], []));
            }

            var roles = changes.Where(c => c.Kind == AccessChange.Role).Select(c => c.Key).Distinct(StringComparer.Ordinal);
            var subjects = changes.Where(c => c.Kind == AccessChange.Subject).Select(c => c.Key).Distinct(StringComparer.Ordinal);
            return ValueTask.FromResult(new AccessChanges(
                _version, true, [.. roles.Select(name => _roles[name])], [.. subjects.Select(Grants)]));
        }
    }

    public ValueTask<RoleSaveResult> SaveRoleAsync(Role role, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var result = RoleGraph.Check(_roles.ToDictionary(r => r.Key, r => r.Value.Parents, StringComparer.Ordinal), role);
            if (result == RoleSaveResult.Saved)
            {
                _roles[role.Name] = role;
                Note(AccessChange.Role, role.Name);
            }

            return ValueTask.FromResult(result);
        }
    }

    public ValueTask<bool> TryDeleteRoleAsync(string name, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_roles.Values.Any(role => role.Parents.Contains(name)) || !_roles.Remove(name))
            {
                return ValueTask.FromResult(false);
            }

            foreach (var grants in _subjects.Values.Where(s => s.Assignments.Any(a => a.Role == name)).ToList())
            {
                Keep(grants with { Assignments = [.. grants.Assignments.Where(a => a.Role != name)] });
            }

            Note(AccessChange.Everything, name);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<bool> TryAssignAsync(RoleAssignment assignment, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_roles.ContainsKey(assignment.Role))
            {
                return ValueTask.FromResult(false);
            }

            var grants = Grants(assignment.Subject);
            Keep(grants with { Assignments = [.. grants.Assignments, assignment] });
            Note(AccessChange.Subject, assignment.Subject);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<bool> TryUnassignAsync(string subject, string id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var grants = Grants(subject);
            if (!grants.Assignments.Any(a => a.Id == id))
            {
                return ValueTask.FromResult(false);
            }

            Keep(grants with { Assignments = [.. grants.Assignments.Where(a => a.Id != id)] });
            Note(AccessChange.Subject, subject);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<bool> SetClearanceAsync(string subject, SensitivityLevel clearance, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var grants = Grants(subject);
            if (grants.Clearance == clearance)
            {
                return ValueTask.FromResult(false);
            }

            Keep(grants with { Clearance = clearance });
            Note(AccessChange.Subject, subject);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<bool> RemoveSubjectAsync(string subject, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_subjects.Remove(subject))
            {
                return ValueTask.FromResult(false);
            }

            Note(AccessChange.Subject, subject);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var removed = 0;
            foreach (var grants in _subjects.Values.Where(s => s.Assignments.Any(a => a.ExpiresAt < before)).ToList())
            {
                RoleAssignment[] live = [.. grants.Assignments.Where(a => a.ExpiresAt is not { } end || end >= before)];
                removed += grants.Assignments.Count - live.Length;
                Keep(grants with { Assignments = live });
                Note(AccessChange.Subject, grants.Subject);
            }

            return ValueTask.FromResult(removed);
        }
    }

    private SubjectGrants Grants(string subject) => _subjects.GetValueOrDefault(subject) ?? new SubjectGrants(subject, [], SensitivityLevel.Public);

    private void Keep(SubjectGrants grants)
    {
        if (grants is { Assignments.Count: 0, Clearance: SensitivityLevel.Public })
        {
            _subjects.Remove(grants.Subject);
            return;
        }

        _subjects[grants.Subject] = grants;
    }

    private void Note(AccessChange kind, string key)
    {
        _changes.Enqueue((++_version, kind, key));
        if (_changes.Count > RememberedChanges)
        {
            _changes.Dequeue();
        }
    }
}
