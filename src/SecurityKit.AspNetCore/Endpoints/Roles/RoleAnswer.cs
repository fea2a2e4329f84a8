using System.Text.Json.Serialization;

namespace SecurityKit.AspNetCore;

internal sealed record RoleAnswer(
    string Name,
    IReadOnlyCollection<string> Permissions,
    IReadOnlyCollection<string> Parents,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description);
