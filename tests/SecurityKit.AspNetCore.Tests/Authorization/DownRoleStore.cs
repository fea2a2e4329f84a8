using SecurityKit.Identity;

namespace SecurityKit.AspNetCore.Tests.Authorization;

/// <summary>An empty store that a test takes away.</summary>
internal sealed class DownRoleStore : IRoleStore
{
    internal bool IsDown { get; set; }

    public ValueTask<AccessData> ReadAsync(CancellationToken cancellationToken) =>
        IsDown ? throw Down() : ValueTask.FromResult(new AccessData(0, [], []));

    public ValueTask<AccessChanges> ReadChangesAsync(long since, CancellationToken cancellationToken) =>
        IsDown ? throw Down() : ValueTask.FromResult(new AccessChanges(since, true, [], []));

    public ValueTask<RoleSaveResult> SaveRoleAsync(Role role, CancellationToken cancellationToken) => throw Down();

    public ValueTask<bool> TryDeleteRoleAsync(string name, CancellationToken cancellationToken) => throw Down();

    public ValueTask<bool> TryAssignAsync(RoleAssignment assignment, CancellationToken cancellationToken) => throw Down();

    public ValueTask<bool> TryUnassignAsync(string subject, string id, CancellationToken cancellationToken) => throw Down();

    public ValueTask<bool> SetClearanceAsync(string subject, SensitivityLevel clearance, CancellationToken cancellationToken) => throw Down();

    public ValueTask<bool> RemoveSubjectAsync(string subject, CancellationToken cancellationToken) => throw Down();

    public ValueTask<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw Down();

    private static StoreUnavailableException Down() => new("roles", new TimeoutException());
}
