using SecurityKit.Identity;

namespace SecurityKit.Samples.Portal;

/// <summary>
/// Makes the account whose id the configuration names (Portal:Administrator) an administrator when it signs in. Ids are random, given out once and never
/// again, and shown to their account alone, so that nobody becomes one by registering a name before somebody else.
/// </summary>
public sealed class FirstAdministrator(IConfiguration configuration, RoleManager roles) : IStartupCheck
{
    internal const string Setting = "Portal:Administrator";
    internal const string RoleName = "administrator";

    private static readonly string[] Permissions =
    [
        "security.events:read", "security.posture:read", "security.sessions:read", "security.sessions:manage", "security.keys:read", "security.keys:manage",
        "security.accounts:read", "security.accounts:manage", "security.roles:read", "security.roles:manage",
    ];

    /// <summary>A name in place of the id is an error and not a setting without effect.</summary>
    public ValueTask<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> problems = configuration[Setting] is not { Length: > 0 } id || Guid.TryParseExact(id, "N", out _)
            ? []
            : [$"{Setting} is the id of an account (32 hexadecimal digits, shown on its front page), not its name: a name goes to whoever registers it first."];
        return ValueTask.FromResult(problems);
    }

    internal async Task AppointAsync(string subject, CancellationToken cancellationToken)
    {
        if (!string.Equals(subject, configuration[Setting], StringComparison.Ordinal)
            || (await roles.ListAssignmentsAsync(subject, cancellationToken)).Any(a => a.Role == RoleName))
        {
            return;
        }

        await roles.SaveRoleAsync(new Role(RoleName, Permissions, [], "Runs the portal."), cancellationToken);
        await roles.AssignAsync(new RoleAssignmentRequest(subject, RoleName), cancellationToken);
    }
}
