namespace SecurityKit.Identity;

/// <summary>
/// Keeps roles, assignments and clearances under one version that rises with every change. Changes are made one at a time, so that
/// a reader who has seen a version has seen every change before it. Thread-safe, and safe across processes.
/// </summary>
public interface IRoleStore
{
    /// <summary>Reads everything.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Everything.</returns>
    ValueTask<AccessData> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Reads what changed since a version. Costs one small read when nothing did.</summary>
    /// <param name="since">The version the reader has.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The changes.</returns>
    ValueTask<AccessChanges> ReadChangesAsync(long since, CancellationToken cancellationToken);

    /// <summary>Adds a role or replaces the one of its name, if <see cref="RoleGraph.Check"/> allows it.</summary>
    /// <param name="role">The role.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How it ended.</returns>
    ValueTask<RoleSaveResult> SaveRoleAsync(Role role, CancellationToken cancellationToken);

    /// <summary>Removes a role with all its assignments, unless it is another role's parent.</summary>
    /// <param name="name">The role.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call removed it.</returns>
    ValueTask<bool> TryDeleteRoleAsync(string name, CancellationToken cancellationToken);

    /// <summary>Adds an assignment if its role exists.</summary>
    /// <param name="assignment">The assignment.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was added.</returns>
    ValueTask<bool> TryAssignAsync(RoleAssignment assignment, CancellationToken cancellationToken);

    /// <summary>Removes an assignment of a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="id">The assignment.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call removed it.</returns>
    ValueTask<bool> TryUnassignAsync(string subject, string id, CancellationToken cancellationToken);

    /// <summary>Sets a subject's clearance.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="clearance">The clearance.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was another before.</returns>
    ValueTask<bool> SetClearanceAsync(string subject, SensitivityLevel clearance, CancellationToken cancellationToken);

    /// <summary>Removes everything a subject was given.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether there was anything.</returns>
    ValueTask<bool> RemoveSubjectAsync(string subject, CancellationToken cancellationToken);

    /// <summary>Removes assignments that expired before a time, and the memory of changes before it.</summary>
    /// <param name="before">The time, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many assignments were removed.</returns>
    ValueTask<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
