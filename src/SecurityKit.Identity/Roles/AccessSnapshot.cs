using System.Collections.Immutable;

namespace SecurityKit.Identity;

/// <summary>Everything that decides about permissions at one version; immutable.</summary>
/// <param name="Version">The store's version.</param>
/// <param name="ReadAt">When the reading began, by <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="Roles">The roles.</param>
/// <param name="Subjects">The subjects.</param>
internal sealed record AccessSnapshot(long Version, long ReadAt, RoleTable Roles, ImmutableDictionary<string, SubjectAccess> Subjects)
{
    internal static AccessSnapshot From(AccessData data, long readAt, ConditionCompiler conditions) => new(
        data.Version,
        readAt,
        new RoleTable(data.Roles.ToDictionary(role => role.Name, StringComparer.Ordinal)),
        data.Subjects.ToImmutableDictionary(s => s.Subject, s => new SubjectAccess(s, conditions), StringComparer.Ordinal));

    internal AccessSnapshot With(AccessChanges changes, long readAt, ConditionCompiler conditions)
    {
        if (changes.Version == Version)
        {
            return this with { ReadAt = readAt };
        }

        var subjects = Subjects.ToBuilder();
        foreach (var changed in changes.Subjects)
        {
            subjects[changed.Subject] = new SubjectAccess(changed, conditions);
        }

        return new AccessSnapshot(changes.Version, readAt, With(changes.Roles), subjects.ToImmutable());
    }

    internal SubjectAccess Of(string subject) => Subjects.GetValueOrDefault(subject) ?? SubjectAccess.Nothing;

    private RoleTable With(IReadOnlyList<Role> changed)
    {
        if (changed.Count == 0)
        {
            return Roles;
        }

        var roles = new Dictionary<string, Role>(Roles.Roles, StringComparer.Ordinal);
        foreach (var role in changed)
        {
            roles[role.Name] = role;
        }

        return new RoleTable(roles);
    }
}
