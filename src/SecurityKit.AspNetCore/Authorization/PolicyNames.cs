using System.Globalization;
using SecurityKit.Identity;

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

    // A permission's name has neither a space nor a bar.
    private const char ScopeMark = '|';

    internal static string ForPermission(string permission, string? scope) => Permission + permission + (scope is null ? string.Empty : ScopeMark + scope);

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
            var rule = policy[Permission.Length..];
            var mark = rule.IndexOf(ScopeMark, StringComparison.Ordinal);
            return mark < 0 ? new PermissionRequirement(rule, null) : new PermissionRequirement(rule[..mark], rule[(mark + 1)..]);
        }

        if (policy.StartsWith(Clearance, StringComparison.Ordinal))
        {
            return SensitivityLevels.TryParse(policy[Clearance.Length..], out var level) ? new ClearanceRequirement(level) : null;
        }

        if (policy.StartsWith(Mfa, StringComparison.Ordinal))
        {
            return new SecondFactorRequirement(
                int.TryParse(policy.AsSpan(Mfa.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null);
        }

        return policy == Session ? new SessionRequirement() : null;
    }
}
