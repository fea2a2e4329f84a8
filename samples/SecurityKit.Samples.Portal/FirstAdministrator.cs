using SecurityKit.Identity;

namespace SecurityKit.Samples.Portal;

/// <summary>
/// Makes the account that the configuration names (Portal:Administrator) an administrator when it signs in. Nobody becomes one by being first:
/// the operator says who, by a user name that is already registered.
/// </summary>
public sealed class FirstAdministrator(IConfiguration configuration, AccountManager accounts, RoleManager roles)
{
    internal const string RoleName = "administrator";

    private static readonly string[] Permissions =
    [
        "security.events:read", "security.posture:read", "security.sessions:read", "security.sessions:manage", "security.keys:read", "security.keys:manage",
        "security.accounts:read", "security.accounts:manage", "security.roles:read", "security.roles:manage",
    ];

    internal async Task AppointAsync(string subject, CancellationToken cancellationToken)
    {
        if (configuration["Portal:Administrator"] is not { Length: > 0 } name
            || await accounts.FindAsync(subject, cancellationToken) is not { } account
            || !string.Equals(account.UserName, name, StringComparison.Ordinal)
            || (await roles.ListAssignmentsAsync(subject, cancellationToken)).Any(a => a.Role == RoleName))
        {
            return;
        }

        await roles.SaveRoleAsync(new Role(RoleName, Permissions, [], "Runs the portal."), cancellationToken);
        await roles.AssignAsync(new RoleAssignmentRequest(subject, RoleName), cancellationToken);
    }
}
