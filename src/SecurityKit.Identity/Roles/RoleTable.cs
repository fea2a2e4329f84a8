using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace SecurityKit.Identity;

/// <summary>All roles at one time. What a role inherits is worked out at its first use and kept.</summary>
internal sealed class RoleTable(IReadOnlyDictionary<string, Role> roles)
{
    private readonly FrozenDictionary<string, Role> _roles = roles.ToFrozenDictionary(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Effective> _effective = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, Role> Roles => _roles;

    /// <summary>Whether a role, itself or by inheritance, has a permission. A role that does not exist has none.</summary>
    internal bool Allows(string role, string permission) =>
        (_effective.TryGetValue(role, out var known) ? known : Effect(role)).Permissions.Contains(permission);

    internal FrozenSet<string> PermissionsOf(string role) => Effect(role).Permissions;

    /// <summary>The role and its ancestors; empty for one that does not exist.</summary>
    internal FrozenSet<string> SelfAndAncestors(string role) => Effect(role).Roles;

    private Effective Effect(string role)
    {
        if (_effective.TryGetValue(role, out var known))
        {
            return known;
        }

        if (!_roles.ContainsKey(role))
        {
            // Not kept: names that do not exist are without number.
            return Effective.Nothing;
        }

        var found = new HashSet<string>(StringComparer.Ordinal);
        var permissions = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([role]);
        while (open.TryPop(out var name))
        {
            if (!_roles.TryGetValue(name, out var next) || !found.Add(name))
            {
                continue;
            }

            permissions.UnionWith(next.Permissions);
            foreach (var parent in next.Parents)
            {
                open.Push(parent);
            }
        }

        return _effective.GetOrAdd(
            role, new Effective(found.ToFrozenSet(StringComparer.Ordinal), permissions.ToFrozenSet(StringComparer.Ordinal)));
    }

    private sealed record Effective(FrozenSet<string> Roles, FrozenSet<string> Permissions)
    {
        internal static Effective Nothing { get; } = new([], []);
    }
}
