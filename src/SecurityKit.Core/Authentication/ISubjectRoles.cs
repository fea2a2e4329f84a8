namespace SecurityKit;

/// <summary>Which roles a subject has, for packages that must know without knowing where roles are kept.</summary>
public interface ISubjectRoles
{
    /// <summary>The roles in force now, inherited ones included.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Role names; empty for an unknown subject.</returns>
    ValueTask<IReadOnlyCollection<string>> GetRolesAsync(string subject, CancellationToken cancellationToken);
}
