using System.Globalization;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Rules as policy names: the one form that minimal APIs, MVC, Razor Pages, SignalR hubs with their methods, and gRPC services all read.
/// A host without the kit's policy provider does not know the names and refuses the call.
/// </summary>
internal static class PolicyNames
{
    private const string Prefix = "SecurityKit:";
    private const string Permission = Prefix + "Permission:";
    private const string Clearance = Prefix + "Clearance:";
    private const string Mfa = Prefix + "Mfa:";
    private const string Session = Prefix + "Session";

    internal static string ForPermission(string permission) => Permission + permission;

    internal static string ForClearance(string level) => Clearance + level;

    internal static string ForMfa(int? maxAgeSeconds) => Mfa + (maxAgeSeconds?.ToString(CultureInfo.InvariantCulture) ?? "any");

    internal static string ForSession() => Session;

    internal static KitRequirement? Parse(string policy)
    {
        if (!policy.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        if (policy.StartsWith(Permission, StringComparison.Ordinal))
        {
            return new PermissionRequirement(policy[Permission.Length..]);
        }

        if (policy.StartsWith(Mfa, StringComparison.Ordinal))
        {
            return new SecondFactorRequirement(
                int.TryParse(policy.AsSpan(Mfa.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null);
        }

        return policy == Session ? new SessionRequirement() : null;
    }
}
