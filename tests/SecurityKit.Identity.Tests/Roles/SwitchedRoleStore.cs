namespace SecurityKit.Identity.Tests;

/// <summary>A store whose reads can be made to fail.</summary>
internal sealed class SwitchedRoleStore : IRoleStore
{
    private readonly InMemoryRoleStore _inner = new();

    internal bool IsDown { get; set; }

    public ValueTask<AccessData> ReadAsync(CancellationToken cancellationToken) => Up().ReadAsync(cancellationToken);

    public ValueTask<AccessChanges> ReadChangesAsync(long since, CancellationToken cancellationToken) => Up().ReadChangesAsync(since, cancellationToken);

    public ValueTask<RoleSaveResult> SaveRoleAsync(Role role, CancellationToken cancellationToken) => Up().SaveRoleAsync(role, cancellationToken);

    public ValueTask<bool> TryDeleteRoleAsync(string name, CancellationToken cancellationToken) => Up().TryDeleteRoleAsync(name, cancellationToken);

    public ValueTask<bool> TryAssignAsync(RoleAssignment assignment, CancellationToken cancellationToken) => Up().TryAssignAsync(assignment, cancellationToken);

    public ValueTask<bool> TryUnassignAsync(string subject, string id, CancellationToken cancellationToken) => Up().TryUnassignAsync(subject, id, cancellationToken);

    public ValueTask<bool> SetClearanceAsync(string subject, SensitivityLevel clearance, CancellationToken cancellationToken) =>
        Up().SetClearanceAsync(subject, clearance, cancellationToken);

    public ValueTask<bool> RemoveSubjectAsync(string subject, CancellationToken cancellationToken) => Up().RemoveSubjectAsync(subject, cancellationToken);

    public ValueTask<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken) => Up().RemoveExpiredAsync(before, cancellationToken);

    private InMemoryRoleStore Up() => IsDown ? throw new StoreUnavailableException("roles") : _inner;
}
