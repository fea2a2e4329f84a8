namespace SecurityKit.Identity;

/// <summary>The rule of the hierarchy. Pure: stores call it inside the step that saves a role, so that two changes cannot close a circle together.</summary>
public static class RoleGraph
{
    /// <summary>Whether a role may be saved beside the others.</summary>
    /// <param name="parentsOf">The parents of every role that exists, by name.</param>
    /// <param name="role">The role to be saved; may exist already.</param>
    /// <returns>The answer.</returns>
    public static RoleSaveResult Check(IReadOnlyDictionary<string, IReadOnlyCollection<string>> parentsOf, Role role)
    {
        ArgumentNullException.ThrowIfNull(parentsOf);
        ArgumentNullException.ThrowIfNull(role);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(role.Parents);
        while (open.TryPop(out var name))
        {
            if (string.Equals(name, role.Name, StringComparison.Ordinal))
            {
                return RoleSaveResult.Cycle;
            }

            if (!seen.Add(name))
            {
                continue;
            }

            if (!parentsOf.TryGetValue(name, out var parents))
            {
                return RoleSaveResult.UnknownParent;
            }

            foreach (var parent in parents)
            {
                open.Push(parent);
            }
        }

        return RoleSaveResult.Saved;
    }
}
