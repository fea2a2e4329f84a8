using System.Text.Json.Serialization;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

internal sealed record AssignmentAnswer(
    string Id,
    string Role,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Scope,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? ExpiresAt,
    IReadOnlyList<string> Conditions,
    DateTime CreatedAt)
{
    internal static AssignmentAnswer Of(RoleAssignment assignment) => new(
        assignment.Id, assignment.Role, assignment.Scope, assignment.ExpiresAt?.UtcDateTime, [.. assignment.Conditions.Select(c => c.Type)],
        assignment.CreatedAt.UtcDateTime);
}
