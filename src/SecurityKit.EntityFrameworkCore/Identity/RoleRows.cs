using System.Text.Json;
using SecurityKit.Identity;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Between rows and values.</summary>
internal static class RoleRows
{
    private const char Separator = ' ';

    internal static Role ToRole(RoleEntity entity) =>
        new(entity.Name, Split(entity.Permissions), Split(entity.Parents), entity.Description);

    internal static string[] Split(string names) => names.Split(Separator, StringSplitOptions.RemoveEmptyEntries);

    internal static string Join(IEnumerable<string> names) => string.Join(Separator, names);

    internal static RoleAssignmentEntity ToEntity(RoleAssignment assignment) => new()
    {
        Id = assignment.Id,
        Subject = assignment.Subject,
        Role = assignment.Role,
        Scope = assignment.Scope,
        ExpiresAt = assignment.ExpiresAt,
        Conditions = JsonSerializer.Serialize(assignment.Conditions),
        CreatedAt = assignment.CreatedAt,
    };

    internal static RoleAssignment ToAssignment(RoleAssignmentEntity entity) => new()
    {
        Id = entity.Id,
        Subject = entity.Subject,
        Role = entity.Role,
        Scope = entity.Scope,
        ExpiresAt = entity.ExpiresAt,
        Conditions = entity.Conditions == "[]" ? [] : JsonSerializer.Deserialize<AssignmentCondition[]>(entity.Conditions)!,
        CreatedAt = entity.CreatedAt,
    };

    internal static IReadOnlyList<SubjectGrants> ToGrants(
        IEnumerable<string> subjects, IEnumerable<RoleAssignmentEntity> assignments, IEnumerable<ClearanceEntity> clearances)
    {
        var bySubject = assignments.ToLookup(a => a.Subject, StringComparer.Ordinal);
        var levels = clearances.ToDictionary(c => c.Subject, c => (SensitivityLevel)c.Level, StringComparer.Ordinal);
        return
        [
            .. subjects.Union(bySubject.Select(g => g.Key), StringComparer.Ordinal).Union(levels.Keys, StringComparer.Ordinal)
                .Select(subject => new SubjectGrants(
                    subject,
                    [.. bySubject[subject].OrderBy(a => a.Id, StringComparer.Ordinal).Select(ToAssignment)],
                    levels.GetValueOrDefault(subject))),
        ];
    }
}
